/** The quarter-hours of a date, as the provider's clock shows them. */

import { HOUR, MINUTE, startOf, wall } from "../../core/time";

export const QUARTER = 15 * MINUTE;
export const ROWS = 96;

export interface Quarter {
  /** The instant at which it starts. */
  at: number;
  /** Its place on a clock without changes: 36 is 09:00. */
  row: number;
  /** 0 or 1 if the clock shows the time twice that day. */
  lane?: 0 | 1;
}

const known = new Map<string, readonly Quarter[]>();

/** Those that the clock skips are not among them; those that it repeats come twice, in order. */
export function quartersOf(date: string, zone: string): readonly Quarter[] {
  const key = `${zone} ${date}`;
  const found = known.get(key) ?? work(date, zone);
  known.set(key, found);
  return found;
}

function work(date: string, zone: string): Quarter[] {
  // Wider than the day, for clocks that change at midnight.
  const first = startOf(date, zone) - 2 * HOUR;
  const found: Quarter[] = [];
  for (let at = first; at < first + 30 * HOUR; at += QUARTER) {
    const shown = wall(at, zone);
    if (shown.date === date) found.push({ at, row: rowOf(shown.time) });
  }
  return found.map((quarter) => withLane(quarter, found));
}

function withLane(quarter: Quarter, all: readonly Quarter[]): Quarter {
  const twin = all.find(({ row, at }) => row === quarter.row && at !== quarter.at);
  return twin ? { ...quarter, lane: twin.at > quarter.at ? 0 : 1 } : quarter;
}

function rowOf(time: string): number {
  return Number(time.slice(0, 2)) * 4 + Math.floor(Number(time.slice(3)) / 15);
}
