/** Which quarter-hour of a day a pointer points at. */

import { HOUR } from "../../core/time";
import type { Block, Span } from "./blocks";
import { QUARTER, type Quarter, quartersOf } from "./quarters";
import type { Range } from "./read";

interface Point {
  clientX: number;
  clientY: number;
}

/** The quarter-hour at the point, or the nearest before it that the clock shows. */
export function nearestQuarter(
  rows: HTMLElement,
  { clientX, clientY }: Point,
  date: string,
  zone: string,
  span: Span,
): Quarter | undefined {
  const box = rows.getBoundingClientRect();
  const row = span.first + Math.floor(((clientY - box.top) / box.height) * (span.end - span.first));
  const isRight = clientX > box.left + box.width / 2;
  const earlier = quartersOf(date, zone).filter(
    (quarter) => quarter.row <= Math.max(row, span.first) && quarter.row < span.end,
  );
  const nearest = Math.max(...earlier.map((quarter) => quarter.row));
  const same = earlier.filter((quarter) => quarter.row === nearest);
  return same[isRight ? same.length - 1 : 0];
}

/** The hour of the clock around a quarter-hour, as far as it is in the block. */
export function hourAt({ at, row }: Quarter, block: Block): Range {
  const from = at - (row % 4) * QUARTER;
  return { from: Math.max(from, block.from), to: Math.min(from + HOUR, block.to) };
}
