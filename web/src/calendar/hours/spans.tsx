/** The times of one day: rows of from and to. */

import type { Wrong } from "./checks";
import { Clock } from "./clock-field";
import { ENDS, isPastMidnight, nextSpan, type Span, STARTS } from "./entered";
import { focusOn, Push } from "./pieces";
import { timesWords } from "./words";

interface SpansProps {
  /** What the ids of the fields begin with. */
  owner: string;
  /** The day in words, and the one after it. */
  day: string;
  next: string;
  spans: readonly Span[];
  /** What is said of a day without rows. */
  none: string;
  wrong: Wrong;
  /** Whether rows are only taken away here. */
  isFinal?: boolean;
  set: (spans: Span[]) => void;
}

export function Spans({ owner, day, next, spans, none, wrong, isFinal = false, set }: SpansProps) {
  const drop = (index: number) => {
    set(spans.filter((_, each) => each !== index));
    const left = spans.length - 1;
    focusOn(left ? `${owner}-${Math.min(index, left - 1)}-drop` : `${owner}-add`);
  };
  const add = () => {
    set([...spans, nextSpan(spans)]);
    focusOn(`${owner}-${spans.length}-from`);
  };
  return (
    <div class="spans">
      {!spans.length && <p class="none">{none}</p>}
      {spans.map((span, index) => (
        <Row
          // Rows have no identity of their own.
          key={index}
          id={`${owner}-${index}`}
          day={day}
          name={spans.length > 1 ? `${day}, ${rowWords(index)}` : day}
          next={next}
          span={span}
          wrong={wrong[`${owner}-${index}`]}
          set={(changed) => set(spans.map((old, each) => (each === index ? changed : old)))}
          drop={() => drop(index)}
        />
      ))}
      {!isFinal && (
        <Push id={`${owner}-add`} label={`Add hours, ${day}`} act={add}>
          Add hours
        </Push>
      )}
    </div>
  );
}

const COUNTED = ["first", "second", "third", "fourth"];

function rowWords(index: number): string {
  return COUNTED[index] ? `${COUNTED[index]} hours` : `hours ${index + 1}`;
}

interface RowProps {
  id: string;
  day: string;
  /** The day, and which of its rows it is. */
  name: string;
  next: string;
  span: Span;
  wrong: string | undefined;
  set: (span: Span) => void;
  drop: () => void;
}

function Row({ id, day, name, next, span, wrong, set, drop }: RowProps) {
  const [from, to] = span;
  return (
    <div class="span">
      <Clock
        id={`${id}-from`}
        of={name}
        label="from"
        isUnseen
        times={STARTS}
        value={from}
        wrong={wrong && `${id}-wrong`}
      >
        {(time) => set([time, to])}
      </Clock>
      <Clock
        id={`${id}-to`}
        of={name}
        label="to"
        times={ENDS}
        value={to}
        beside={isPastMidnight(span) ? `${id}-ends` : undefined}
      >
        {(time) => set([from, time])}
      </Clock>
      <Push id={`${id}-drop`} class="cross" label={`Remove ${timesWords(span)}, ${day}`} act={drop}>
        ×
      </Push>
      {isPastMidnight(span) && (
        <p class="hint" id={`${id}-ends`}>
          {`ends on ${next}`}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}
