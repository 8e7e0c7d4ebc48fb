/** Where a booking shall go: a date and a time by the provider's clock. */

import { serverNow } from "../../api/ask";
import { clockWords } from "../../core/clock";
import { addDays, HOUR, MINUTE, startOf, wall } from "../../core/time";

export interface Draft {
  provider: number;
  date: string;
  /** As the clock shows it, with the offset if it shows it twice. Empty: not chosen yet. */
  time: string;
}

export type Target =
  | { at: number; wrong?: undefined }
  | { at?: undefined; wrong: "date" | "time"; words: string };

/** The coming quarter-hours of a date by the clock there, and how it shows them. */
export function quartersOn(date: string, zone: string): Map<string, number> {
  const from = startOf(date, zone) - HOUR;
  const count = (startOf(addDays(date, 1), zone) + HOUR - from) / (15 * MINUTE);
  const ats = Array.from({ length: count }, (_, quarter) => from + quarter * 15 * MINUTE);
  const coming = ats.filter((at) => at >= serverNow() && wall(at, zone).date === date);
  return new Map(coming.map((at) => [clockWords(at, zone), at]));
}

/** Return the instant that was chosen, or what is wrong with it. `now` is where the booking stands. */
export function targetOf(
  { date, time }: Draft,
  quarters: Map<string, number>,
  now: number | undefined,
): Target {
  if (!date) return { wrong: "date", words: "Choose a date." };
  const at = quarters.get(time);
  if (at === undefined) return { wrong: "time", words: "Choose a time." };
  return at === now ? { wrong: "time", words: "It starts at this time already." } : { at };
}

/** The id of the slot that starts there. No list has it if the start is within the minimum notice. */
export function slotAt(provider: number, at: number): string {
  return `${provider}-${new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
}
