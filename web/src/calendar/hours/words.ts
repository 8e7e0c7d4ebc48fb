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
import { datesId, HORIZON_ID } from "./merge";

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
export function timesWords(span: Span, next?: string): string {
  const words = `${span[0]} to ${span[1]}`;
  return next && isPastMidnight(span) ? `${words} on ${next}` : words;
}

/** Such as "09:00 to 12:00 and 13:00 to 17:00". */
export function hoursWords(spans: readonly string[][], none: string, next: string): string {
  const sorted = spans.toSorted((one, other) => minutesOf(one)[0] - minutesOf(other)[0]);
  return listWords(sorted.map((span) => timesWords(span as Span, next))) || none;
}

export function listWords(words: readonly string[]): string {
  const [last = "", ...others] = words.toReversed();
  return others.length ? `${others.reverse().join(", ")} and ${last}` : last;
}

export function datesWords({ from, to }: { from: string; to: string }): string {
  if (!from || !to) return "New dates";
  return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`;
}

const daysWords = (count: number) => `${count} day${count === 1 ? "" : "s"}`;

/** What a part of the hours is called: a weekday, dates, or the horizon. */
function nameOf(id: string): string {
  const [from = "", to] = id.split("/");
  if (to !== undefined) return datesWords({ from, to });
  return id === HORIZON_ID ? "Open time ahead" : DAY_NAMES[id as Weekday];
}

/** Something that differs between two versions of the hours. */
export interface Change {
  id: string;
  what: string;
  before: string;
  after: string;
}

/** What differs, in words. */
export function changes(rules: Rules | null, after: HoursBody): Change[] {
  const before = rules ?? bodyFrom(enteredFrom(null));
  const days = WEEKDAYS.map((day) => {
    const of = ({ weekly }: HoursBody) => hoursWords(weekly[day] ?? [], "closed", dayAfter(day));
    return { id: day, before: of(before), after: of(after) };
  });
  const ahead = ({ horizon_days }: HoursBody) => daysWords(horizon_days);
  const horizon = { id: HORIZON_ID, before: rules ? ahead(before) : "none", after: ahead(after) };
  const all = [...days, ...changedDates(before, after), horizon];
  const differing = all.filter((change) => change.before !== change.after);
  return differing.map((change) => ({ ...change, what: nameOf(change.id) }));
}

function changedDates(before: HoursBody, after: HoursBody): Omit<Change, "what">[] {
  const [old, fresh] = [byDates(before), byDates(after)];
  const ids = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return ids.map((id) => {
    const of = (dates: Map<string, string>) => dates.get(id) ?? "no entry";
    return { id, before: of(old), after: of(fresh) };
  });
}

function byDates({ overrides = [] }: HoursBody): Map<string, string> {
  return new Map(
    overrides.map((dates) => [datesId(dates), hoursWords(dates.hours ?? [], "time off", NEXT_DAY)]),
  );
}

export const FOUND = "You left these entries here. They are not saved yet.";
export const KEPT = "Your entries now change the current hours. Preview them before you save them.";
const OTHERS = "Your other entries are not saved yet.";

/** What somebody else has changed, where it is no matter of one's own entries. */
export function meetingWords(ids: readonly string[], rules: Rules | null, isOwn: boolean): string {
  if (!rules) return "Somebody has deleted the working hours meanwhile.";
  const what = ids.length ? `: ${listWords(ids.map(nameOf))}` : "";
  const then = isOwn
    ? "Your entries are still here, beside those changes, and not saved."
    : "They are shown as they are now.";
  return `Somebody has changed these hours meanwhile${what}. ${then}`;
}

/** What was taken from the hours of somebody else, instead of one's own entries. */
export function takenWords(ids: readonly string[], rules: Rules | null, isOwn: boolean): string {
  if (!rules) return "Your entries are gone, and so are the working hours.";
  const what = `Taken from the current hours: ${listWords(ids.map(nameOf))}.`;
  return isOwn ? `${what} ${OTHERS}` : what;
}
