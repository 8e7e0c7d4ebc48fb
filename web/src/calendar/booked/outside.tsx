/** The coming bookings outside open time. */

import { useState } from "preact/hooks";
import { type Slot, serverNow } from "../../api/ask";
import { SPAN, uncovered } from "../../api/bookings";
import { services } from "../../api/known";
import { DAY, dayWords, wall } from "../../core/time";
import { Failed } from "../../ui/failed";
import { Bones, Changed, Heading } from "../../ui/pieces";
import { useRead } from "../../ui/use";
import { whoseClock } from "../../ui/whose-clock";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { Card } from "./card";
import { visitOf } from "./visit";

const YEAR = 366 * DAY;

export function Outside({ desk }: { desk: Desk }) {
  const { id, name, time_zone: zone } = desk.provider;
  const [now] = useState(serverNow);
  const [windows, setWindows] = useState(2);
  const [said, setSaid] = useState("");
  const until = now + Math.min(windows * SPAN, YEAR);
  const { data, problem, again } = useRead(() => uncovered(id, now, until), [windows]);
  const changed = (words: string) => {
    setSaid(words);
    again();
  };
  const last = dayWords(wall(until, zone).date);
  return (
    <>
      <Heading lead={name}>Outside working hours</Heading>
      <About zone={zone} />
      {said && <Changed key={said}>{said}</Changed>}
      {problem && <Failed problem={problem} retry={again} back={queryOf(desk.place)} />}
      {!data && !problem && <Bones count={2} kind="cards" />}
      {data && !data.length && <p>{`Until ${last}, every booking is within open time.`}</p>}
      {data && <List desk={desk} slots={data} changed={changed} />}
      {data && until < now + YEAR && (
        <button type="button" onClick={() => setWindows(windows + 2)}>
          {`Look beyond ${last}`}
        </button>
      )}
    </>
  );
}

function About({ zone }: { zone: string }) {
  return (
    <p class="about">
      Some of the time of these bookings is closed: the hours have changed, time off was added, or the time
      was closed by hand. They stay booked until you move or cancel them, or their clients do. Holds are not
      listed: a hold of closed time cannot be confirmed.
      {` ${whoseClock(zone)}`}
    </p>
  );
}

interface ListProps {
  desk: Desk;
  slots: Slot[];
  changed: (words: string) => void;
}

function List({ desk, slots, changed }: ListProps) {
  const { data, problem } = useRead(services, []);
  if (!data && !problem) return <Bones count={2} kind="cards" />;
  return (
    <ul class="bookings">
      {slots.map((slot) => (
        <li key={slot.booking_id}>
          <Card desk={desk} visit={visitOf(slot, desk.provider.time_zone, data)} changed={changed} />
        </li>
      ))}
    </ul>
  );
}
