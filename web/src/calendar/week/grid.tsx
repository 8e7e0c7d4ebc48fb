/** Seven days side by side, beside an axis of hours. Where there is little room, one day at a time. */

import { useRef, useState } from "preact/hooks";
import { type Block, type Day, isChoosable, type Span } from "./blocks";
import { Column } from "./column";
import { headOf } from "./day-words";
import { buttonOf, useKeptFocus } from "./focus";
import { reach, stepOf } from "./keys";
import type { Range } from "./read";
import type { ServiceOf } from "./words";

export interface GridProps {
  days: readonly Day[];
  span: Span;
  zone: string;
  /** The date by the provider's clock. */
  today: string;
  /** The day that is shown where there is room for one only. */
  shown: string;
  show: (date: string) => void;
  serviceOf: ServiceOf;
  /** The range of the panel, if it is open. */
  marked: Range | undefined;
  choose: (block: Block) => void;
  chooseRange: (range: Range) => void;
}

export function Grid(props: GridProps) {
  const { days, span, today, shown, show } = props;
  const [row, setRow] = useState(span.first);
  const [dragged, setDragged] = useState<Range>();
  const grid = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(grid, days);
  const heights = heightsOf(days, span);

  const press = (event: KeyboardEvent, date: string, block: Block) => {
    const step = stepOf(event);
    if (!step) return;
    event.preventDefault();
    const target = reach(days, block, date, row, step);
    if (!target) return;
    setRow(target.row);
    const focus = () => buttonOf(grid.current, target.block.from)?.focus();
    if (buttonOf(grid.current, target.block.from)?.offsetParent) return focus();
    show(target.date); // it is drawn once the address says so
    requestAnimationFrame(focus);
  };
  const arrive = (block: Block) => {
    if (row < block.first || row >= block.end) setRow(block.first);
  };
  return (
    <>
      <DayChoice days={days} today={today} shown={shown} show={show} />
      <p class="unseen" id="week-keys">
        Arrow keys up and down go through the day, left and right to another day, Home and End to the ends of
        the day.
      </p>
      <div class="grid" ref={grid} {...keepFocus}>
        <Axis span={span} heights={heights} />
        {days.map((day) => (
          <Column
            {...props}
            key={day.date}
            day={day}
            heights={heights}
            isShown={day.date === shown}
            row={row}
            marked={dragged ?? props.marked}
            drag={setDragged}
            press={press}
            arrive={arrive}
          />
        ))}
      </div>
    </>
  );
}

/** Rows are as high as the lines of the blocks need, and not lower than half a line. */
function heightsOf(days: readonly Day[], span: Span): string {
  const heights = new Array<number>(span.end - span.first).fill(0.75);
  for (const block of days.flatMap(({ blocks }) => blocks)) {
    const each = (linesOf(block) * 1.5) / (block.end - block.first);
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

function Axis({ span, heights }: { span: Span; heights: string }) {
  const hours = Array.from({ length: (span.end - span.first) / 4 }, (_, index) => span.first / 4 + index);
  return (
    <div class="axis" aria-hidden="true">
      <div class="rows" style={{ gridTemplateRows: heights }}>
        {hours.map((hour) => (
          <span key={hour} style={{ gridRow: hour * 4 - span.first + 1 }}>
            {`${String(hour).padStart(2, "0")}:00`}
          </span>
        ))}
      </div>
    </div>
  );
}

function DayChoice({ days, today, shown, show }: Pick<GridProps, "days" | "today" | "shown" | "show">) {
  return (
    <fieldset class="days" aria-label="Day">
      {days.map(({ date, blocks }) => (
        <button
          key={date}
          type="button"
          aria-pressed={date === shown}
          {...(date === today ? { "aria-current": "date" } : {})}
          aria-label={headOf(date).full}
          class={blocks.some(isChoosable) ? "" : "idle"}
          onClick={() => show(date)}
        >
          <span>{headOf(date).weekday}</span> <span>{headOf(date).day}</span>
        </button>
      ))}
    </fieldset>
  );
}
