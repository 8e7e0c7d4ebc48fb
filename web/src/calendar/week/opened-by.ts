/** What the working hours say of a week. */

import type { Stored } from "../../api/hours";
import { addDays } from "../../core/time";

/** The dates on which the usual hours do not hold. */
export function notesOf(hours: Stored | undefined, monday: string): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (let number = 0; number < 7; number++) {
    const date = addDays(monday, number);
    const found = hours?.rules?.overrides.find(({ from, to }) => from <= date && date <= to);
    if (found) notes.set(date, found.hours.length ? "Special hours" : "Time off");
  }
  return notes;
}

/** The last date that the hours open by now; none without hours. */
export function lastOpened(hours: Stored | undefined, today: string): string | undefined {
  return hours?.rules ? addDays(today, hours.rules.horizon_days - 1) : undefined;
}
