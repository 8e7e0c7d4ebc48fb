/** One end of a range: a date, and a time of that date by the provider's clock. */

import { useState } from "preact/hooks";
import { clockWords, endWords } from "../../core/clock";
import { wall } from "../../core/time";
import { Field } from "../../ui/field";
import { QUARTER, quartersOf } from "./quarters";

interface EdgeProps {
  which: "from" | "to";
  at: number;
  zone: string;
  first: string;
  last: string;
  wrong: string | undefined;
  change: (at: number) => void;
}

const LABELS = { from: ["First day", "From"], to: ["Last day", "To"] } as const;

export function Edge({ which, at, zone, first, last, wrong, change }: EdgeProps) {
  const [day, time] = LABELS[which];
  const id = `${which}-time`;
  const date = dateOf(which, at, zone);
  const [typed, setTyped] = useState<string>();
  // A date that is being typed is not one yet.
  const enter = (value: string) => {
    const isDate = value >= first && value <= last;
    setTyped(isDate ? undefined : value);
    if (isDate) change(sameTime(which, at, value, zone));
  };
  return (
    <div class="edge">
      <Field id={`${which}-day`} label={day}>
        {(described) => (
          <input
            {...described}
            type="date"
            required
            min={first}
            max={last}
            value={typed ?? date}
            onInput={({ currentTarget }) => enter(currentTarget.value)}
            onBlur={() => setTyped(undefined)}
          />
        )}
      </Field>
      <div class="field">
        <label for={id}>{time}</label>
        <select
          id={id}
          aria-invalid={Boolean(wrong)}
          {...(wrong ? { "aria-describedby": `${id}-wrong` } : {})}
          value={String(at)}
          onChange={({ currentTarget }) => change(Number(currentTarget.value))}
        >
          {timesOf(which, date, zone).map((each) => (
            <option key={each} value={String(each)}>
              {which === "to" ? endWords(each, date, zone) : clockWords(each, zone)}
            </option>
          ))}
        </select>
      </div>
      {/* It has the room of both columns. */}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}

/** The last instant of a day belongs to that day, so that one can close at 24:00. */
function dateOf(which: "from" | "to", at: number, zone: string): string {
  return wall(which === "to" ? at - 1 : at, zone).date;
}

function timesOf(which: "from" | "to", date: string, zone: string): number[] {
  return quartersOf(date, zone).map(({ at }) => (which === "to" ? at + QUARTER : at));
}

/** The same time on another date, or the nearest after it that the clock shows. */
function sameTime(which: "from" | "to", at: number, date: string, zone: string): number {
  const shift = which === "to" ? QUARTER : 0;
  const old = quartersOf(dateOf(which, at, zone), zone).find((quarter) => quarter.at === at - shift);
  const there = quartersOf(date, zone);
  const same = there.find(({ row }) => row >= (old?.row ?? 0)) ?? there.at(-1);
  return (same?.at ?? at) + shift;
}
