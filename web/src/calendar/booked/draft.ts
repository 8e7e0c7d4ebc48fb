/** What was typed of a move, kept while the user signs in again. */

import type { Slot } from "../../api/ask";
import { forget, keep, kept } from "../../core/storage";
import { wall } from "../../core/time";
import type { Draft } from "./target";
import type { Visit } from "./visit";

const MOVE = "holdfast.move";

interface Kept {
  booking: number | undefined;
  draft: Draft;
}

export function keepDraft({ booking_id: booking }: Slot, draft: Draft): void {
  keep<Kept>(MOVE, { booking, draft });
}

/** Whether a move of this booking was interrupted. */
export function hasDraft({ booking_id: booking }: Slot): boolean {
  return booking !== undefined && kept<Kept>(MOVE)?.booking === booking;
}

/** Return what was typed before, or a new draft, which begins with the booking's own date. */
export function draftOf({ slot, zone }: Visit): Draft {
  const before = hasDraft(slot) ? kept<Kept>(MOVE) : null;
  forget(MOVE);
  const date = wall(Date.parse(slot.start), zone).date;
  return before?.draft ?? { provider: slot.provider_id, date, time: "" };
}
