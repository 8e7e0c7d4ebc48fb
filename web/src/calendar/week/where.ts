/** Where in the grid something is drawn. */

import type { Span } from "./blocks";

/** All rows of a span, each as high as the next. */
export function rowsStyle({ first, end }: Span) {
  return { gridTemplateRows: `repeat(${end - first}, var(--quarter))` };
}

export function placeStyle({ first, end }: Span, shown: Span) {
  return { gridRow: `${first - shown.first + 1} / ${end - shown.first + 1}` };
}

/** Two times that the clock shows the same are side by side. */
export const laneOf = ({ lane }: { lane?: 0 | 1 }) => (lane === undefined ? "" : `lane${lane}`);

/** The rows at which hours begin. */
export function hourRows({ first, end }: Span): number[] {
  return Array.from({ length: (end - first) / 4 }, (_, index) => first + index * 4);
}
