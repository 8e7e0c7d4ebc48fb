/** Seven days side by side, beside an axis of hours. Where there is little room, one day at a time. */

import { useRef, useState } from "preact/hooks";
import { type Block, type Day, isChoosable, type Span } from "./blocks";
import { Column } from "./column";
import { headOf } from "./day-words";
import { buttonOf, useKeptFocus } from "./focus";
import { reach, stepOf } from "./keys";
import type { Range } from "./read";
import { hourRows, rowsStyle } from "./where";
import type { ServiceOf } from "./words";

export interface GridProps {
  days: readonly Day[];
  /** What is special about a date, such as "Time off". */
  notes: ReadonlyMap<string, string>;
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
  const { days, notes, span, today, shown, show } = props;
  const [row, setRow] = useState(span.first);
  const [dragged, setDragged] = useState<Range>();
  const grid = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(grid, days);

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
      <div class={notes.size ? "grid noted" : "grid"} ref={grid} {...keepFocus}>
        <Axis span={span} />
        {days.map((day) => (
          <Column
            {...props}
            key={day.date}
            day={day}
            note={notes.get(day.date)}
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

function Axis({ span }: { span: Span }) {
  return (
    <div class="axis" aria-hidden="true">
      <div class="rows" style={rowsStyle(span)}>
        {[...hourRows(span), span.end].map((row) => (
          <span key={row} style={{ gridRow: row - span.first + 1 }}>
            {`${String(row / 4).padStart(2, "0")}:00`}
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
