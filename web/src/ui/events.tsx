/** What happened to one booking. */

import type { ComponentChild } from "preact";
import type { BookingEvent } from "../api/ask";
import { historyOf } from "../api/bookings";
import { momentWords } from "../core/clock";
import { HERE } from "../core/time";
import { Bones } from "./pieces";
import { Refusal } from "./refusal";
import { useRead } from "./use";

const DONE: Readonly<Record<BookingEvent["type"], string>> = {
  confirmed: "Confirmed",
  rescheduled: "Moved",
  cancelled: "Cancelled",
};

interface EventsProps {
  booking: number;
  /** Who did it, in words that the reader knows. */
  by: Readonly<Record<BookingEvent["as"], string>>;
  /** The query to come back to if the user must sign in again. */
  back: string;
  /** Whose clock. */
  zone?: string;
  /** What follows the list, once the booking's version is known. */
  children?: (version: number) => ComponentChild;
}

export function Events({ booking, by, back, zone = HERE, children }: EventsProps) {
  const { data, problem, again } = useRead(() => historyOf(booking), [booking]);
  if (problem) return <Refusal problem={problem} retry={again} back={back} />;
  if (!data) return <Bones count={1} kind="cards" />;
  return (
    <>
      <ol class="history">
        {data.map((event) => (
          <li key={event.version}>
            {`${DONE[event.type]} ${by[event.as]} on ${momentWords(Date.parse(event.at), zone)}: `}
            {momentWords(Date.parse(event.start), zone)}
          </li>
        ))}
      </ol>
      {children?.(data.at(-1)?.version ?? 1)}
    </>
  );
}
