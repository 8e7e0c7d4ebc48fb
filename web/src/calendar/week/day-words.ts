/** The name of a date, short and in full. */

import { dayWords } from "../../core/time";

export function headOf(date: string): { weekday: string; day: string; full: string } {
  const full = dayWords(date);
  return { weekday: full.slice(0, 3), day: String(Number(date.slice(8))), full };
}
