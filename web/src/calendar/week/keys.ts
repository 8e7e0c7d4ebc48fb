/** Where the arrow keys lead in the week. */

import { type Block, type Day, isChoosable } from "./blocks";

export type Step = "up" | "down" | "left" | "right" | "first" | "last";

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

export function stepOf(event: KeyboardEvent): Step | undefined {
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  return isPlain ? STEPS[event.key] : undefined;
}

export interface Target {
  date: string;
  block: Block;
  /** The row at which left and right go on. */
  row: number;
}

/** The block to go to, from the one that has the focus. */
export function reach(
  days: readonly Day[],
  from: Block,
  date: string,
  row: number,
  step: Step,
): Target | undefined {
  const here = days.findIndex((day) => day.date === date);
  if (step === "left" || step === "right") return aside(days, here, step === "left" ? -1 : 1, row);
  const blocks = choosable(days[here]);
  const index = blocks.findIndex((block) => block.from === from.from);
  const to = { up: index - 1, down: index + 1, first: 0, last: blocks.length - 1 }[step];
  const block = blocks[to];
  return block && { date, block, row: block.first };
}

/** The next day on that side that has anything to choose. */
function aside(days: readonly Day[], here: number, by: 1 | -1, row: number): Target | undefined {
  for (let index = here + by; days[index]; index += by) {
    const day = days[index];
    const block = day && at(day, row);
    if (day && block) return { date: day.date, block, row };
  }
  return undefined;
}

/** The block of a day at a row, or the nearest one. It is the day's only tab stop. */
export function at(day: Day, row: number): Block | undefined {
  const distance = ({ first, end }: Block) => Math.max(first - row, row - end + 1, 0);
  const [nearest] = choosable(day).sort((one, other) => distance(one) - distance(other));
  return nearest;
}

function choosable(day: Day | undefined): Block[] {
  return (day?.blocks ?? []).filter(isChoosable);
}
