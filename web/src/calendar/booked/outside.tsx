/** The coming bookings outside open time. */

import { useState } from "preact/hooks";
import { Bones, Changed, Heading, Said } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { withClock } from "../../ui/whose-clock";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { Card } from "./card";
import { Further } from "./further";
import { useOutside } from "./use-outside";
import { visitOf } from "./visit";

interface News {
  words: string;
  /** The same words may come twice. */
  count: number;
}

export function Outside({ desk }: { desk: Desk }) {
  const { name, time_zone: zone } = desk.provider;
  const [news, setNews] = useState<News>({ words: "", count: 0 });
  const { list, last, isBusy, isAll, problem, again, further } = useOutside(desk.provider);
  const changed = (words: string) => {
    setNews(({ count }) => ({ words, count: count + 1 }));
    again();
  };
  return (
    <>
      <Heading lead={withClock(name, zone)}>Outside open time</Heading>
      <About />
      {news.words && <Changed key={news.count}>{news.words}</Changed>}
      <Said>{isBusy || problem ? "" : countWords(list?.slots.length ?? 0, last)}</Said>
      {problem && <Refusal problem={problem} retry={again} back={queryOf(desk.place)} />}
      {!list && !problem && <Bones count={2} kind="cards" />}
      {list && !list.slots.length && <p>{`Until ${last}, every booking is within open time.`}</p>}
      <ul class="bookings">
        {list?.slots.map((slot) => (
          <li key={slot.booking_id}>
            <Card desk={desk} visit={visitOf(slot, zone, list.services)} changed={changed} />
          </li>
        ))}
      </ul>
      {list && <Further last={last} isBusy={isBusy} isAll={isAll} look={further} />}
    </>
  );
}

function countWords(count: number, last: string): string {
  return `${count || "No"} ${count === 1 ? "booking is" : "bookings are"} outside open time until ${last}.`;
}

function About() {
  return (
    <p class="about">
      Some of the time of these bookings is closed: the hours have changed, time off was added, or the time
      was closed by hand. They stay booked until you move or cancel them, or their clients do. Holds are not
      listed: a hold of closed time cannot be confirmed.
    </p>
  );
}
