/** How high the rows of a week are. */

import type { Block, Day, Span } from "./blocks";

const LINE = 1.5; // rem

/** As high as the lines of the blocks need, and not lower than half a line. */
export function heightsOf(days: readonly Day[], span: Span): string {
  const heights = new Array<number>(span.end - span.first).fill(LINE / 2);
  for (const block of days.flatMap(({ blocks }) => blocks)) {
    const each = (linesOf(block) * LINE) / (block.end - block.first);
    for (let row = block.first; row < block.end; row++) {
      heights[row - span.first] = Math.max(each, heights[row - span.first] ?? 0);
    }
  }
  return heights.map((height) => `${height}rem`).join(" ");
}

function linesOf({ kind, visit, isOutside }: Block): number {
  if (kind !== "booked" && kind !== "held") return 1;
  return 1 + Number(Boolean(visit?.service_id)) + Number(kind === "held") + Number(isOutside);
}
