/** Which quarter-hour of a day a pointer points at. */

import type { Span } from "./blocks";
import { type Quarter, quartersOf } from "./quarters";

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
  const row = span.first + indexAt(rows, clientY - box.top);
  const isRight = clientX > box.left + box.width / 2;
  const earlier = quartersOf(date, zone).filter((quarter) => quarter.row <= row && quarter.row < span.end);
  const nearest = Math.max(...earlier.map((quarter) => quarter.row));
  const same = earlier.filter((quarter) => quarter.row === nearest);
  return same[isRight ? same.length - 1 : 0];
}

function indexAt(rows: HTMLElement, y: number): number {
  const heights = getComputedStyle(rows).gridTemplateRows.split(" ").map(Number.parseFloat);
  let bottom = 0;
  const index = heights.findIndex((height) => {
    bottom += height;
    return y < bottom;
  });
  return index < 0 ? heights.length - 1 : index;
}
