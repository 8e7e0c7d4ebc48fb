/** What is wrong with what is entered, in words, by the id of the field that they stand beside. */

import type { Problem } from "../../api/ask";
import { DAY } from "../../core/time";
import { refusedFields } from "../../ui/refused";
import { type Dates, type Entered, minutesOf, type Span, WEEKDAYS } from "./entered";
import { datesWords, timesWords } from "./words";

export type Wrong = Readonly<Record<string, string>>;

const MOST_DAYS = 92;
const MOST_AHEAD = 366;

export const ownerOf = (key: number) => `dates-${key}`;

export function mistakes({ weekly, dates, horizon }: Entered): Wrong {
  return {
    ...Object.assign({}, ...WEEKDAYS.map((day) => overlaps(day, weekly[day]))),
    ...Object.assign({}, ...dates.map(inDates)),
    ...commonDates(dates),
    ...(isHorizon(horizon) ? {} : { horizon: `Please enter a number from 1 to ${MOST_AHEAD}.` }),
  };
}

function isHorizon(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST_AHEAD;
}

/** Each row that begins before an earlier one has ended. */
function overlaps(owner: string, spans: readonly Span[]): Wrong {
  const wrong: Record<string, string> = {};
  const rows = spans.map((span, index) => ({ span, index, minutes: minutesOf(span) }));
  rows.sort((one, other) => one.minutes[0] - other.minutes[0]);
  let last = rows[0];
  for (const row of rows.slice(1)) {
    if (last && row.minutes[0] < last.minutes[1]) {
      wrong[`${owner}-${row.index}`] = `This overlaps with ${timesWords(last.span)}.`;
    }
    if (last && row.minutes[1] > last.minutes[1]) last = row;
  }
  return wrong;
}

function inDates({ key, from, to, hours }: Dates): Wrong {
  const owner = ownerOf(key);
  const wrong: Record<string, string> = { ...overlaps(owner, hours) };
  if (!from) wrong[`${owner}-from`] = "Please enter a date.";
  if (!to) wrong[`${owner}-to`] = "Please enter a date.";
  if (!from || !to) return wrong;
  const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
  if (days < 1) wrong[`${owner}-to`] = "This is before the first date.";
  if (days > MOST_DAYS)
    wrong[`${owner}-to`] = `This is more than ${MOST_DAYS} days. Please enter it in parts.`;
  return wrong;
}

/** Each entry that has a date in common with an earlier one. */
function commonDates(dates: readonly Dates[]): Wrong {
  const whole = dates.filter(({ from, to }) => from && from <= to);
  whole.sort((one, other) => one.from.localeCompare(other.from));
  const wrong: Record<string, string> = {};
  let last = whole[0];
  for (const each of whole.slice(1)) {
    if (last && each.from <= last.to) {
      wrong[`${ownerOf(each.key)}-from`] = `There is another entry for ${datesWords(last)}.`;
    }
    if (last && each.to > last.to) last = each;
  }
  return wrong;
}

/** Where the words of the API stand. It names a field, but not the entry. */
const PLACES: Readonly<Record<string, string>> = {
  horizon_days: "horizon",
  overrides: "dates",
  from: "dates",
  to: "dates",
  hours: "dates",
};

export function refusedAt(problem: Problem | undefined): Wrong {
  if (!problem) return {};
  const fields = Object.entries(refusedFields(problem));
  return Object.fromEntries(fields.map(([field, words]) => [PLACES[field] ?? field, words]));
}
