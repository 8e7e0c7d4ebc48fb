/** One day of the week: its blocks, one below the other. */

import { useRef } from "preact/hooks";
import { type Block, type Day, isChoosable, piecesOf, type Span } from "./blocks";
import { headOf } from "./day-words";
import { useDrag } from "./drag";
import { Held } from "./held";
import { Inside } from "./inside";
import { at } from "./keys";
import { NowLine } from "./now-line";
import { hourAt, nearestQuarter } from "./pointed";
import type { Range } from "./read";
import { Skipped } from "./skipped";
import { hourRows, laneOf, placeStyle, rowsStyle } from "./where";
import { blockWords, type ServiceOf } from "./words";

export interface ColumnProps {
  day: Day;
  /** Such as "Time off". */
  note: string | undefined;
  span: Span;
  zone: string;
  today: string;
  isShown: boolean;
  serviceOf: ServiceOf;
  marked: Range | undefined;
  /** The row at which this day's tab stop is. */
  row: number;
  press: (event: KeyboardEvent, date: string, block: Block) => void;
  arrive: (block: Block) => void;
  choose: (block: Block) => void;
  chooseRange: (range: Range) => void;
  drag: (range: Range | undefined) => void;
}

export function Column(props: ColumnProps) {
  const { day, note, span, zone, today, isShown, drag, chooseRange } = props;
  const rows = useRef<HTMLDivElement>(null);
  const quarterAt = (event: MouseEvent) =>
    rows.current && nearestQuarter(rows.current, event, day.date, zone, span);
  const dragging = useDrag({
    quarterAt,
    mayStart: ({ at }) => day.blocks.some((block) => isTime(block) && block.from <= at && at < block.to),
    mark: drag,
    choose: chooseRange,
  });
  /** Of closed time, a mouse means the hour at which it points. Keys have no place, so they mean all of it. */
  const click = (event: MouseEvent, block: Block) => {
    const quarter = block.kind === "closed" && event.detail > 0 && quarterAt(event);
    if (quarter) chooseRange(hourAt(quarter, block));
    else props.choose(block);
  };
  return (
    <fieldset
      class={isShown ? "day shown" : "day"}
      aria-labelledby={`day-${day.date}`}
      aria-describedby="week-keys"
    >
      <Head date={day.date} isToday={day.date === today} note={note} />
      <div class="rows" ref={rows} style={rowsStyle(span)} {...dragging}>
        {hourRows(span).map((row) => (
          <span key={row} class="line" style={placeStyle({ first: row, end: row + 1 }, span)} />
        ))}
        <Skipped date={day.date} zone={zone} span={span} />
        {day.blocks.map((block) => (
          <Shown key={block.from} {...props} block={block} click={click} />
        ))}
        {day.date === today && <NowLine date={today} zone={zone} span={span} />}
        <Mark {...props} />
      </div>
    </fieldset>
  );
}

function Head({ date, isToday, note }: { date: string; isToday: boolean; note: string | undefined }) {
  const head = headOf(date);
  return (
    <h3 id={`day-${date}`} {...(isToday ? { "aria-current": "date" } : {})}>
      <span aria-hidden="true">{`${head.weekday} ${head.day}`}</span>
      <span class="unseen">{note ? `${head.full}, ` : head.full}</span>
      {note && <span class="note">{note}</span>}
    </h3>
  );
}

/** Whether the block is time that can be opened or closed. */
function isTime({ kind }: Block): boolean {
  return kind === "open" || kind === "soon" || kind === "closed" || kind === "taken";
}

interface ShownProps extends ColumnProps {
  block: Block;
  click: (event: MouseEvent, block: Block) => void;
}

function Shown({ block, day, span, zone, serviceOf, row, marked, press, arrive, click }: ShownProps) {
  const look = { class: `block is-${block.kind} ${laneOf(block)}`, style: placeStyle(block, span) };
  if (!isChoosable(block)) return <div {...look} />;
  const { kind, visit, from, to } = block;
  const isSlim = block.end - block.first === 1;
  const isMarked = marked !== undefined && visit !== undefined && marked.from === Date.parse(visit.start);
  return (
    <>
      <button
        {...look}
        type="button"
        data-from={from}
        data-to={to}
        tabIndex={at(day, row)?.from === from ? 0 : -1}
        aria-label={blockWords(block, zone, serviceOf)}
        {...(isMarked ? { "aria-current": "true" } : {})}
        onClick={(event) => click(event, block)}
        onFocus={() => arrive(block)}
        onKeyDown={(event) => press(event, day.date, block)}
      >
        <Inside block={block} zone={zone} serviceOf={serviceOf} />
      </button>
      {kind === "held" && visit?.expires_at && (
        <div class={`aging ${isSlim ? "slim" : ""} ${laneOf(block)}`} style={look.style} aria-hidden="true">
          <Held until={Date.parse(visit.expires_at)} hasWords={!isSlim} />
        </div>
      )}
    </>
  );
}

/** What is chosen, drawn over the blocks. */
function Mark({ day, zone, span, marked }: ColumnProps) {
  if (!marked) return null;
  return (
    <>
      {piecesOf(day.date, zone, span, marked.from, marked.to).map((piece) => (
        <span key={piece.from} class={`mark ${laneOf(piece)}`} style={placeStyle(piece, span)} />
      ))}
    </>
  );
}
