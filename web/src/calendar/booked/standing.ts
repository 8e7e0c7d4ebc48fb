/** Where a booking stands now. It is asked when a response was lost, or said that the booking is not there. */

import type { BookingNow, Slot } from "../../api/ask";
import { booking, look } from "../../api/bookings";

export type Standing =
  | { is: "booked"; now: BookingNow }
  | { is: "held" }
  | { is: "cancelled" }
  /** A hold that has ended, or a booking that is in somebody else's calendar now. */
  | { is: "gone" }
  /** Nobody responded. */
  | { is: "unknown" };

export async function standing(slot: Slot): Promise<Standing> {
  const { data, problem } = await booking(slot.booking_id ?? 0);
  if (data) return data.status === "cancelled" ? { is: "cancelled" } : { is: "booked", now: data };
  if (problem.status !== 404) return { is: "unknown" };
  // A hold is no booking yet, so only its slot tells of it.
  return slot.status === "held" ? ofHold(slot) : { is: "gone" };
}

async function ofHold(slot: Slot): Promise<Standing> {
  const { data, problem } = await look(slot);
  if (problem && problem.status !== 404) return { is: "unknown" };
  return data?.booking_id === slot.booking_id ? { is: "held" } : { is: "gone" };
}
