/** What happened to one booking, and its calendar file. */

import type { BookingEvent, Slot } from "../api/ask";
import { historyOf } from "../api/bookings";
import { instantWords } from "../core/time";
import { Bones, Trouble } from "../ui/pieces";
import { useRead } from "../ui/use";
import { AddToCalendar } from "./done";

const DONE: Readonly<Record<BookingEvent["type"], string>> = {
  confirmed: "Confirmed",
  rescheduled: "Moved",
  cancelled: "Cancelled",
};

const BY: Readonly<Record<BookingEvent["as"], string>> = {
  client: "from this account",
  provider: "by the provider",
  admin: "by the practice",
  link: "by the link in a mail",
};

export function History({ slot, title }: { slot: Slot; title: string }) {
  const { data, problem, again } = useRead(() => historyOf(slot.booking_id ?? 0), [slot.booking_id]);
  if (problem) return <Trouble problem={problem} retry={again} />;
  if (!data) return <Bones count={1} kind="cards" />;
  return (
    <>
      <ol class="history">
        {data.map((event) => (
          <li key={event.version}>
            {`${DONE[event.type]} ${BY[event.as]} on ${instantWords(Date.parse(event.at))}: `}
            {instantWords(Date.parse(event.start))}
          </li>
        ))}
      </ol>
      <AddToCalendar
        booking={slot.booking_id ?? 0}
        version={data.at(-1)?.version ?? 1}
        what={title}
        start={Date.parse(slot.start)}
        end={Date.parse(slot.end)}
      />
    </>
  );
}
