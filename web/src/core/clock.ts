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

/** Such as "Tuesday 2 December, 10:00". */
export function momentWords(at: number, zone = HERE): string {
  return `${dayWords(wall(at, zone).date)}, ${clockWords(at, zone)}`;
}
