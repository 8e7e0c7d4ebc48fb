/** Working hours in words. */

import type { HoursBody, Rules } from "../../api/hours";
import { dayWords } from "../../core/time";
import {
  bodyFrom,
  enteredFrom,
  isPastMidnight,
  minutesOf,
  type Span,
  WEEKDAYS,
  type Weekday,
} from "./entered";

export const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};
export const NEXT_DAY = "the next day";

/** The name of the day after. */
export function dayAfter(day: Weekday): string {
  return DAY_NAMES[WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? "mon"];
}

/** Such as "22:00 to 02:00 on Saturday", where `next` is Saturday. */
export function spanWords(span: Span, next?: string): string {
  const words = `${span[0]} to ${span[1]}`;
  return next && isPastMidnight(span) ? `${words} on ${next}` : words;
}

/** Such as "09:00 to 12:00 and 13:00 to 17:00". */
export function hoursWords(spans: readonly string[][], none: string, next: string): string {
  const sorted = spans.toSorted((one, other) => minutesOf(one)[0] - minutesOf(other)[0]);
  return listWords(sorted.map((span) => spanWords(span as Span, next))) || none;
}

export function listWords(words: readonly string[]): string {
  const [last = "", ...others] = words.toReversed();
  return others.length ? `${others.reverse().join(", ")} and ${last}` : last;
}

export function datesWords({ from, to }: { from: string; to: string }): string {
  if (!from || !to) return "New dates";
  return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`;
}

export const daysWords = (count: number) => `${count} day${count === 1 ? "" : "s"}`;

/** Something that differs between two versions of the hours. */
export interface Change {
  what: string;
  before: string;
  after: string;
}

/** What differs, in words. */
export function changes(rules: Rules | null, after: HoursBody): Change[] {
  const before = rules ?? bodyFrom(enteredFrom(null));
  const days = WEEKDAYS.map((day) => {
    const of = ({ weekly }: HoursBody) => hoursWords(weekly[day] ?? [], "closed", dayAfter(day));
    return { what: DAY_NAMES[day], before: of(before), after: of(after) };
  });
  const ahead = ({ horizon_days }: HoursBody) => daysWords(horizon_days);
  const horizon = { what: "Open time ahead", before: rules ? ahead(before) : "none", after: ahead(after) };
  const all = [...days, ...changedDates(before, after), horizon];
  return all.filter((change) => change.before !== change.after);
}

function changedDates(before: HoursBody, after: HoursBody): Change[] {
  const [old, fresh] = [byDates(before), byDates(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return names.map((name) => {
    const [from = "", to = ""] = name.split("/");
    const of = (dates: Map<string, string>) => dates.get(name) ?? "no entry";
    return { what: datesWords({ from, to }), before: of(old), after: of(fresh) };
  });
}

function byDates({ overrides = [] }: HoursBody): Map<string, string> {
  return new Map(
    overrides.map(({ from, to, hours }) => [`${from}/${to}`, hoursWords(hours ?? [], "time off", NEXT_DAY)]),
  );
}
