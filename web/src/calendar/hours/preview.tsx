/** What would change, before it is saved, and which bookings would be left outside. */

import { useEffect, useRef } from "preact/hooks";
import type { Slot } from "../../api/ask";
import type { Found, HoursBody, Stored } from "../../api/hours";
import { spanWords } from "../../core/clock";
import { named } from "../../core/names";
import { wall } from "../../core/time";
import type { Desk } from "../desk";
import { Go } from "../place";
import { Changes, Push } from "./pieces";
import { changes } from "./words";

interface PreviewProps {
  desk: Desk;
  stored: Stored;
  body: HoursBody;
  found: Found;
  isBusy: boolean;
  save: () => void;
}

export function Preview({ desk, stored, body, found, isBusy, save }: PreviewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "start" });
  }, [found]);
  const differing = changes(stored.rules, body);
  return (
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview" tabIndex={-1} ref={heading}>
        What would change
      </h2>
      {differing.length ? (
        <Changes changes={differing} first="after" other="Until now" />
      ) : (
        <p>Nothing: these are the hours as they are.</p>
      )}
      <Left desk={desk} found={found} />
      <p class="hint">Holds are not listed. A hold outside open time can no longer be confirmed.</p>
      {!stored.rules && (
        <p class="hint">
          These are the first hours. Time that is open already stays open, as opened by hand. If somebody else
          saves hours at the same moment, those that are saved last count.
        </p>
      )}
      {differing.length > 0 && (
        <p class="actions">
          <Push class="main" isBusy={isBusy} act={save}>
            Save these hours
          </Push>
        </p>
      )}
    </section>
  );
}

function Left({ desk, found: { still_booked, more } }: { desk: Desk; found: Found }) {
  if (!still_booked.length) return <p>No coming booking would be outside open time.</p>;
  return (
    <>
      <p>{leftWords(still_booked.length, more)}</p>
      <ul class="left">
        {still_booked.map((slot) => (
          <li key={slot.id}>
            <Booking desk={desk} slot={slot} />
          </li>
        ))}
      </ul>
      {more && <p>There are more than these.</p>}
    </>
  );
}

function leftWords(count: number, more: boolean): string {
  if (count === 1 && !more) {
    return "1 coming booking would be outside open time. It stays booked: move or cancel it by hand.";
  }
  const many = more ? `More than ${count}` : count;
  return `${many} coming bookings would be outside open time. They stay booked: move or cancel them by hand.`;
}

function Booking({ desk: { place, provider }, slot }: { desk: Desk; slot: Slot }) {
  const zone = provider.time_zone;
  const [start, end] = [Date.parse(slot.start), Date.parse(slot.end)];
  const name = slot.client_name ? `, ${named(slot.client_name)}` : "";
  return (
    <Go to={{ provider: place.provider, day: wall(start, zone).date, slot: slot.id }}>
      {spanWords(start, end, zone) + name}
    </Go>
  );
}
