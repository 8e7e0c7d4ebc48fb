/** What happened to one booking, in its client's words, and its calendar file. */

import type { BookingEvent, Slot } from "../api/ask";
import { Events } from "../ui/events";
import { AddToCalendar } from "./done";
import { queryOf } from "./place";

const BY: Readonly<Record<BookingEvent["as"], string>> = {
  client: "from this account",
  provider: "by the provider",
  admin: "by the practice",
  link: "by the link in a mail",
};

export function History({ slot, title }: { slot: Slot; title: string }) {
  const booking = slot.booking_id ?? 0;
  return (
    <Events booking={booking} by={BY} back={queryOf({ view: "mine" })}>
      {(version) => (
        <AddToCalendar
          booking={booking}
          version={version}
          what={title}
          start={Date.parse(slot.start)}
          end={Date.parse(slot.end)}
        />
      )}
    </Events>
  );
}
