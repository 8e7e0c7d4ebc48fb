/** Working hours as the fields have them, and as the API takes them. Nothing here reads or writes. */

import type { HoursBody, Rules } from "../../api/hours";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From and to, such as 09:00 and 17:00. An end that is not after its start is on the next day. */
export type Span = [from: string, to: string];

/** Dates with other hours than those of the week. Without any, they are time off. */
export interface Dates {
  /** Tells entries apart while their dates change. */
  key: number;
  from: string;
  to: string;
  hours: Span[];
}

export interface Entered {
  weekly: Record<Weekday, Span[]>;
  dates: Dates[];
  horizon: string;
}

const MINUTES_PER_DAY = 24 * 60;
const BREAK = 60;
const HALF_DAY = 4 * 60;
const HORIZON = 60;
export const MOST_DATES = 200;

export function enteredFrom(rules: Rules | null): Entered {
  const days = WEEKDAYS.map((day) => [day, spansFrom(rules?.weekly[day])]);
  return {
    weekly: Object.fromEntries(days),
    dates: (rules?.overrides ?? []).map((each, key) => ({ ...each, key, hours: spansFrom(each.hours) })),
    horizon: String(rules?.horizon_days ?? HORIZON),
  };
}

function spansFrom(pairs: string[][] = []): Span[] {
  return pairs.map(([from = "", to = ""]) => [from, to]);
}

export function bodyFrom({ weekly, dates, horizon }: Entered): HoursBody {
  const overrides = dates.map(({ from, to, hours }) => ({ from, to, hours }));
  return { weekly, overrides, horizon_days: Number(horizon) };
}

/** Whether both mean the same hours, in whatever order and form. */
export function isSame(one: HoursBody, other: HoursBody): boolean {
  return canonical(one) === canonical(other);
}

function canonical({ weekly, overrides = [], horizon_days }: HoursBody): string {
  const days = WEEKDAYS.map((day) => minutesOfAll(weekly[day]));
  const dates = overrides.map(({ from, to, hours }) => [from, to, minutesOfAll(hours)]);
  return JSON.stringify([
    days,
    dates.sort((one, other) => (String(one) < String(other) ? -1 : 1)),
    horizon_days,
  ]);
}

function minutesOfAll(spans: string[][] = []): [number, number][] {
  return spans.map(minutesOf).sort(([one], [other]) => one - other);
}

/** Start and end in minutes since midnight. The end is above a day's minutes if it is on the next day. */
export function minutesOf([from = "", to = ""]: string[]): [start: number, end: number] {
  const [start, end] = [minutes(from), minutes(to)];
  return [start, end > start ? end : end + MINUTES_PER_DAY];
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

export function isPastMidnight(span: Span): boolean {
  return minutesOf(span)[1] > MINUTES_PER_DAY;
}

function clock(minute: number): string {
  return [minute / 60, minute % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

const QUARTERS = Array.from({ length: 97 }, (_, quarter) => clock(quarter * 15));
export const STARTS: readonly string[] = QUARTERS.slice(0, -1);
export const ENDS: readonly string[] = QUARTERS.slice(1);

/** What another row begins with: a usual morning, or else some hours after the others, or before them. */
export function nextSpan(spans: readonly Span[]): Span {
  if (!spans.length) return ["09:00", "12:00"];
  const all = spans.map(minutesOf);
  const [start, end] = [Math.min(...all.map(([from]) => from)), Math.max(...all.map(([, to]) => to))];
  const isLate = end + 2 * BREAK > MINUTES_PER_DAY;
  const from = isLate ? Math.max(0, start - HALF_DAY - BREAK) : end + BREAK;
  const to = isLate ? Math.max(start - BREAK, BREAK) : Math.min(from + HALF_DAY, MINUTES_PER_DAY);
  return [clock(from), clock(to)];
}

export function inOrder(dates: readonly Dates[]): Dates[] {
  return dates.toSorted((one, other) => (one.from || "~").localeCompare(other.from || "~"));
}
