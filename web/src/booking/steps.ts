/** The steps from a chosen time to a booking, and what leads from one to the next. */

import type { Problem, Slot } from "../api/ask";
import { look } from "../api/bookings";
import type { Chosen, Facts } from "./book";
import { forgetHold, hold, release } from "./hold";
import { isOnBehalf, weekOf } from "./on-behalf";
import { replace } from "./place";

export type Step =
  | { name: "who" }
  | { name: "holding" }
  | { name: "held"; slot: Slot }
  | { name: "lapsed"; client: number; isSure: boolean }
  | { name: "gone"; problem: Problem }
  | { name: "failed"; problem: Problem; client: number };

const LOST = new Set(["taken", "slot_withdrawn", "too_short", "too_soon", "off_grid", "not_found"]);

/** Hold the time, and say which step that leads to. */
export async function taken(place: Chosen, client: number): Promise<Step> {
  const { data, problem } = await hold(place, client);
  if (data?.status === "confirmed") finish(place, data);
  if (data) return { name: "held", slot: data };
  if (problem.code === "hold_expired") return { name: "lapsed", client, isSure: true };
  if (LOST.has(problem.code)) return { name: "gone", problem };
  return { name: "failed", problem, client };
}

/** The hold is over by the clock. It may have been confirmed elsewhere, by the mail for example. */
export async function lapsed(place: Chosen, slot: Slot): Promise<Step> {
  const { data } = await look(slot);
  const isBooked = data?.status === "confirmed" && data.booking_id === slot.booking_id;
  if (isBooked) {
    finish(place, data);
    return { name: "held", slot: data };
  }
  return { name: "lapsed", client: slot.client_id ?? 0, isSure: data !== undefined };
}

/** Go on to the view of what is booked. Back leads to the choice, not to the hold. */
export function finish(place: Chosen, slot: Slot): void {
  forgetHold();
  replace({
    view: "done",
    service: place.service,
    provider: place.provider,
    time: slot.id,
    booking: slot.booking_id,
    ...(isOnBehalf(place) ? { day: place.day, from: place.from } : {}),
  });
}

/** Give the hold back, and go back to the times. */
export async function giveBack(facts: Facts, slot: Slot): Promise<Problem | undefined> {
  const { problem } = await release({ id: slot.id, booking: slot.booking_id ?? 0 });
  if (problem) return problem;
  forgetHold();
  if (isOnBehalf(facts.place)) location.replace(weekOf(facts.place));
  else replace(facts.back);
  return undefined;
}
