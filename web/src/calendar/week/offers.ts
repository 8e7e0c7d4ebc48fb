/** What can be done with a range of time, as far as the week tells. */

import type { Stored } from "../../api/hours";
import { addDays, startOf } from "../../core/time";
import { type Kind, type Listed, statesOf } from "./blocks";
import { lastOpened } from "./opened-by";
import { QUARTER } from "./quarters";
import type { Range } from "./read";

export interface Offers {
  canOpen: boolean;
  canClose: boolean;
  /** Whether the range begins with open time, so that one rather closes it. */
  isOpenNow: boolean;
}

export interface Known {
  listed: Listed | undefined;
  hours: Stored | undefined;
  today: string;
  zone: string;
}

/** What is plainly open need not be opened, and what is plainly closed need not be closed. */
export function offersOf({ from, to }: Range, known: Known): Offers {
  const { listed } = known;
  if (!listed || from < listed.from || to > listed.to || to <= from) {
    return { canOpen: true, canClose: true, isOpenNow: false };
  }
  const states = statesOf(listed);
  const kinds: Kind[] = [];
  for (let at = from; at < to; at += QUARTER) kinds.push(states.get(at)?.kind ?? "closed");
  const isOpen = (kind: Kind | undefined) => kind === "open" || kind === "soon";
  return {
    canOpen: !kinds.every(isOpen),
    canClose: mayStillOpen(to, known) || kinds.some((kind) => kind !== "closed"),
    isOpenNow: isOpen(kinds[0]),
  };
}

/** Whether the hours may open the time later. A closing is remembered until then. */
function mayStillOpen(to: number, { hours, today, zone }: Known): boolean {
  if (!hours) return true;
  const last = lastOpened(hours, today);
  return last !== undefined && to > startOf(addDays(last, 1), zone);
}
