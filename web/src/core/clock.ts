/** Times as a clock on the wall shows them, also on days on which clocks change. */

import { DAY, dayWords, HERE, offset, offsetName, wall } from "./time";

/** The instants at which the clock there shows this: none if it skips the time, two if it shows it twice. */
export function instantsAt(date: string, time: string, zone = HERE): number[] {
  const shown = Date.parse(`${date}T${time}Z`);
  const offsets = new Set([shown - DAY, shown + DAY].map((near) => offset(near, zone)));
  return [...offsets]
    .map((ahead) => shown - ahead)
    .filter((at) => wall(at, zone).date === date && wall(at, zone).time === time)
    .sort((one, other) => one - other);
}

/** The time, with its offset if the clock shows it twice that day. */
export function clockWords(at: number, zone = HERE): string {
  const { date, time } = wall(at, zone);
  return instantsAt(date, time, zone).length > 1 ? `${time} (${offsetName(at, zone)})` : time;
}

/** Such as "Tuesday 1 December, 09:00". */
export function momentWords(at: number, zone = HERE): string {
  return `${dayWords(wall(at, zone).date)}, ${clockWords(at, zone)}`;
}

/** Such as "Tuesday 1 December, 09:00 to 12:00". */
export function spanWords(from: number, to: number, zone = HERE): string {
  return `${momentWords(from, zone)} to ${endWords(to, wall(from, zone).date, zone)}`;
}

/** The end of what begins on that date: with its own date if that is another one, and midnight as 24:00. */
export function endWords(to: number, date: string, zone = HERE): string {
  const end = wall(to, zone).date;
  if (end === date) return clockWords(to, zone);
  const eve = wall(to - 1, zone).date;
  // Where clocks go back at midnight, the second one comes an hour into the day.
  const isMidnight = wall(to, zone).time === "00:00" && eve !== end;
  if (!isMidnight) return momentWords(to, zone);
  return eve === date ? "24:00" : `${dayWords(eve)}, 24:00`;
}
