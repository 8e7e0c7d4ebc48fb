/** The time that clocks skip on the day on which they go forward. */

import type { Span } from "./blocks";
import { quartersOf } from "./quarters";
import { placeStyle } from "./where";

export function Skipped({ date, zone, span }: { date: string; zone: string; span: Span }) {
  const shown = new Set(quartersOf(date, zone).map(({ row }) => row));
  const rows = Array.from({ length: span.end - span.first }, (_, index) => span.first + index);
  const skipped = rows.filter((row) => !shown.has(row));
  const first = skipped[0];
  if (first === undefined) return null;
  return (
    <div class="block is-past" style={placeStyle({ first, end: first + skipped.length }, span)}>
      <span>Clocks go forward</span>
    </div>
  );
}
