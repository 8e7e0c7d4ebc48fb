/** What was entered of a move, kept in this tab for as long as it is open: a sign-in may come in between. */

import { useEffect } from "preact/hooks";
import type { Slot } from "../../api/ask";
import { forget, kept } from "../../core/storage";
import { wall } from "../../core/time";
import { useDraft } from "../../ui/draft";
import type { Draft } from "./target";
import type { Visit } from "./visit";

const nameOf = ({ booking_id: booking }: Slot) => `move ${booking}`;
const placeOf = (slot: Slot) => `holdfast.draft.${nameOf(slot)}`;

/** Whether a move of this booking was interrupted. */
export function hasDraft(slot: Slot): boolean {
  return kept(placeOf(slot)) !== null;
}

/** A new draft begins with the booking's own date. */
export function useMoveDraft({ slot, zone }: Visit) {
  const date = wall(Date.parse(slot.start), zone).date;
  const kept = useDraft<Draft>(nameOf(slot), () => ({ provider: slot.provider_id, date, time: "" }), true);
  const place = placeOf(slot);
  useEffect(() => () => forget(place), [place]);
  return kept;
}
