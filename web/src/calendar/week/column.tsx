/** One day of the week: its blocks, one below the other. */

import { useRef } from "preact/hooks";
import { type Block, type Day, isChoosable, piecesOf, type Span } from "./blocks";
import { headOf } from "./day-words";
import { useDrag } from "./drag";
import { Held } from "./held";
import { at } from "./keys";
import { nearestQuarter } from "./pointed";
import type { Range } from "./read";
import { blockWords, type ServiceOf } from "./words";

export interface ColumnProps {
  day: Day;
  span: Span;
  heights: string;
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
  const { day, span, heights, zone, today, isShown, drag, chooseRange } = props;
  const rows = useRef<HTMLDivElement>(null);
  const dragging = useDrag({
    quarterAt: (event) => rows.current && nearestQuarter(rows.current, event, day.date, zone, span),
    mayStart: ({ at }) => day.blocks.some((block) => isTime(block) && block.from <= at && at < block.to),
    mark: drag,
    choose: chooseRange,
  });
  const head = headOf(day.date);
  return (
    <fieldset
      class={isShown ? "day shown" : "day"}
      aria-labelledby={`day-${day.date}`}
      aria-describedby="week-keys"
    >
      <h3 id={`day-${day.date}`} {...(day.date === today ? { "aria-current": "date" } : {})}>
        <span aria-hidden="true">{`${head.weekday} ${head.day}`}</span>
        <span class="unseen">{head.full}</span>
      </h3>
      <div class="rows" ref={rows} style={{ gridTemplateRows: heights }} {...dragging}>
        <Lines span={span} />
        {day.blocks.map((block) => (
          <Shown key={block.from} {...props} block={block} />
        ))}
        <Mark {...props} />
      </div>
    </fieldset>
  );
}

/** Whether the block is time that can be opened or closed. */
export function isTime({ kind }: Block): boolean {
  return kind === "open" || kind === "soon" || kind === "closed" || kind === "taken";
}

function Lines({ span }: { span: Span }) {
  const hours = Array.from({ length: (span.end - span.first) / 4 }, (_, index) => index);
  return (
    <>
      {hours.map((hour) => (
        <span key={hour} class="line" style={{ gridRow: hour * 4 + 1 }} />
      ))}
    </>
  );
}

function Shown(props: ColumnProps & { block: Block }) {
  const { block, day, span, zone, serviceOf, row, press, arrive, choose } = props;
  const look = { class: `block is-${block.kind} ${laneOf(block)}`, style: placeOf(block, span) };
  if (!isChoosable(block)) return <div {...look} />;
  return (
    <button
      {...look}
      type="button"
      data-from={block.from}
      data-to={block.to}
      tabIndex={at(day, row)?.from === block.from ? 0 : -1}
      aria-label={blockWords(block, zone, serviceOf)}
      onClick={() => choose(block)}
      onFocus={() => arrive(block)}
      onKeyDown={(event) => press(event, day.date, block)}
    >
      <Inside block={block} serviceOf={serviceOf} />
    </button>
  );
}

const SHORT = { open: "Open", soon: "Too soon to book", closed: "Closed", taken: "Taken", buffer: "Buffer" };

function Inside({ block: { kind, visit, isOutside }, serviceOf }: { block: Block; serviceOf: ServiceOf }) {
  if (kind === "past") return null;
  if (kind !== "booked" && kind !== "held") return <span class="word">{SHORT[kind]}</span>;
  return (
    <>
      {isOutside && <span class="outside">⚠ Outside</span>}
      <b>{visit?.client_name}</b>
      <span>{serviceOf(visit?.service_id)?.name}</span>
      {kind === "held" && visit?.expires_at && <Held until={Date.parse(visit.expires_at)} />}
    </>
  );
}

/** What is chosen, drawn over the blocks. */
function Mark({ day, zone, span, marked }: ColumnProps) {
  if (!marked) return null;
  return (
    <>
      {piecesOf(day.date, zone, span, marked.from, marked.to).map((piece) => (
        <span key={piece.from} class={`mark ${laneOf(piece)}`} style={placeOf(piece, span)} />
      ))}
    </>
  );
}

const laneOf = ({ lane }: { lane?: 0 | 1 }) => (lane === undefined ? "" : `lane${lane}`);

function placeOf({ first, end }: { first: number; end: number }, span: Span) {
  return { gridRow: `${first - span.first + 1} / ${end - span.first + 1}` };
}
