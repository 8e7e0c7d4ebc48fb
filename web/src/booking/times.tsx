/** Choose a day and a time. The same view serves a new booking and a move. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, serverNow } from "../api/ask";
import { type Days, monthSpan, type Start, type Wish } from "../api/starts";
import { addMonths, cityOf, dayWords, HERE, monthWords, wall } from "../core/time";
import { framed } from "../ui/address";
import { elsewhere } from "../ui/moment";
import { Bones, Said, Trouble } from "../ui/pieces";
import type { Providers } from "../ui/shown-providers";
import { Month } from "./month";
import { DayTimes, type TimesOfDay } from "./time-list";
import { useNextDay, useStarts } from "./use-starts";

export interface TimesProps extends TimesOfDay {
  wish: Wish;
  /** The date in the URL, if there is one. */
  day: string | undefined;
  chooseDay: (date: string) => void;
  /** Called once the first times, or the lack of any, can be seen. */
  onShown?: () => void;
}

export function Times(props: TimesProps) {
  const { wish, day, chooseDay } = props;
  const shown = useStarts(wish, day);
  const { month, days, isEmptyYet, isBusy } = shown;
  const date = chosenDate(days, day);
  const list = useRef<HTMLHeadingElement>(null);
  const isSettled = !isEmptyYet;
  // It is told once, whoever listens.
  useEffect(() => {
    if (isSettled) props.onShown?.();
  }, [isSettled]);
  const today = wall(serverNow()).date.slice(0, 7);
  const choose = (chosen: string) => {
    chooseDay(chosen);
    // The times of that day are what one wants next.
    requestAnimationFrame(() => list.current?.focus());
  };
  return (
    <div class="times">
      <Month
        month={month}
        days={days}
        isBusy={isBusy}
        first={today}
        last={addMonths(today, 13)}
        choose={choose}
        turn={(count) => chooseDay(`${addMonths(month, count)}-01`)}
        {...(date ? { chosen: date } : {})}
      />
      <section class="slots" aria-labelledby="of-day" aria-busy={isEmptyYet}>
        <h2 id="of-day" tabIndex={-1} ref={list}>
          {date ? dayWords(date) : isEmptyYet ? "Free times" : `No free times in ${monthWords(month)}`}
        </h2>
        {shown.problem && <Trouble problem={shown.problem} retry={shown.again} />}
        {isEmptyYet && !shown.problem && <Bones count={12} kind="slots" />}
        {date && <DayTimes {...props} starts={days.get(date) ?? []} />}
        {!isBusy && !shown.problem && (
          <NextDay {...props} month={month} days={days} date={date} choose={choose} />
        )}
      </section>
      <Zones starts={date ? (days.get(date) ?? []) : []} providers={props.providers} />
      <Said>{announcement(isBusy, shown.problem, days, month)}</Said>
    </div>
  );
}

/** The day that was asked for, or the next one of the month that has times. */
function chosenDate(days: Days, day = ""): string | undefined {
  return [...days.keys()].filter((date) => date >= day && isOf(date, day)).sort()[0];
}

const isOf = (date: string, day: string) => !day || date.slice(0, 7) === day.slice(0, 7);

function announcement(isBusy: boolean, problem: Problem | undefined, days: Days, month: string): string {
  if (problem) return "";
  if (isBusy) return "Looking for free times.";
  const count = [...days.keys()].filter((date) => date.startsWith(month)).length;
  return `${count ? count : "No"} ${count === 1 ? "day" : "days"} with free times in ${monthWords(month)}.`;
}

interface NextDayProps extends TimesProps {
  month: string;
  days: Days;
  date: string | undefined;
  choose: (date: string) => void;
}

/** The next free day is one tap away, also in a month that has none. */
function NextDay({ wish, month, days, date, choose }: NextDayProps) {
  const known = [...days.keys()].filter((other) => other > (date ?? month)).sort()[0];
  const [isAsked, setAsked] = useState(false);
  const end = monthSpan(month, 0)[1];
  const next = useNextDay(wish, Math.max(end, startOfHour()), !known && (!date || isAsked));
  const found = known ?? next.date;
  useEffect(() => {
    if (isAsked && !known && next.date) choose(next.date);
  }, [isAsked, known, next.date, choose]);
  if (next.problem) return <Trouble problem={next.problem} />;
  if (found === null) return <p>There are no free times in the coming year.</p>;
  if (found) {
    return (
      <button type="button" class="next" onClick={() => choose(found)}>
        {`Next free day: ${dayWords(found)}`}
      </button>
    );
  }
  return (
    <button type="button" class="next" disabled={!date || isAsked} onClick={() => setAsked(true)}>
      {date && !isAsked ? "Next free day" : "Looking for the next free day"}
    </button>
  );
}

/** The same instant at each drawing, so that it is asked for once. */
const startOfHour = () => Math.floor(serverNow() / 3_600_000) * 3_600_000;

function Zones({ starts, providers }: { starts: Start[]; providers: Providers }) {
  const differ = starts.some((start) => elsewhere(start, providers).length);
  return (
    <p class="zones">
      {`Times are by your clock in ${cityOf(HERE)}.`}
      {differ && " The time where the provider is stands below each."}
      {framed && " Your booking goes on in a new tab."}
    </p>
  );
}
