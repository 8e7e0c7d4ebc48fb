/** Whether the client hears of a change by mail, or from the provider. */

import { look } from "../../api/bookings";
import { named } from "../../core/names";
import { useRead } from "../../ui/use";
import type { Visit } from "./visit";

export function Told({ visit: { slot } }: { visit: Visit }) {
  const { data } = useRead(() => look(slot), [slot.id, slot.booking_id]);
  const email = data?.booking_id === slot.booking_id ? data?.client_email : undefined;
  const who = slot.client_name ? named(slot.client_name) : "the client";
  // What the API has not told stays unsaid.
  return <p role="status">{email === undefined ? "" : toldWords(who, email)}</p>;
}

/** The stack sends mail only if it has a sender, which this page does not know. */
function toldWords(who: string, email: string | null): string {
  if (!email) return `There is no e-mail address: please tell ${who}.`;
  return `${who === "the client" ? "The client" : who} gets an e-mail about it, if mail is set up.`;
}
