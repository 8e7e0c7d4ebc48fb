/** What happened to a booking, in its provider's words. */

import type { BookingEvent } from "../../api/ask";
import { Events } from "../../ui/events";
import type { Visit } from "./visit";

const BY: Readonly<Record<BookingEvent["as"], string>> = {
  client: "from the client’s account",
  provider: "by the provider",
  admin: "by an administrator",
  link: "by the link in a mail",
};

export function Past({ visit: { slot, zone }, back }: { visit: Visit; back: string }) {
  return <Events booking={slot.booking_id ?? 0} by={BY} back={back} zone={zone} />;
}
