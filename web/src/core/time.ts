/** Instants as words. An instant is in milliseconds since 1970; a date is such as 2026-12-02. */

import { serverNow } from "./server-clock";

export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Wall {
  date: string;
  /** Such as 09:05, by the 24-hour clock. */
  time: string;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;
const formats = new Map<string, Intl.DateTimeFormat>();

function parts(instant: number, zone: string, options: Intl.DateTimeFormatOptions): Parts {
  const key = JSON.stringify([zone, options]);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    formats.set(key, format);
  }
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

const NUMBERS: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** What the clock on a wall there shows. */
export function wall(instant: number, zone = HERE): Wall {
  const { year, month, day, hour, minute } = parts(instant, zone, NUMBERS);
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

/** Such as 2026-12-02T09:00:00Z, as the API takes it. */
export function iso(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+/, "");
}

/** How far the clock there is ahead of UTC at that instant, in milliseconds. */
export function offset(instant: number, zone = HERE): number {
  const { date, time } = wall(instant, zone);
  return Date.parse(`${date}T${time}Z`) - Math.floor(instant / MINUTE) * MINUTE;
}

/** Such as UTC+05:45. */
export function offsetName(instant: number, zone = HERE): string {
  return offsetWords(offset(instant, zone));
}

export function offsetWords(ahead: number): string {
  const minutes = Math.abs(ahead) / MINUTE;
  const two = (count: number) => String(Math.floor(count)).padStart(2, "0");
  return `UTC${ahead < 0 ? "−" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The instant at which the date begins, up to an hour off where clocks change at midnight. */
export function startOf(date: string, zone = HERE): number {
  const midnight = Date.parse(`${date}T00:00Z`);
  const near = midnight - offset(midnight, zone);
  return midnight - offset(near, zone);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The month so many months later, such as 2026-12. */
export function addMonths(month: string, count: number): string {
  const first = new Date(`${month}-01T00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + count);
  return first.toISOString().slice(0, 7);
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
}

/** Such as "Tuesday 2 December"; with the year if it is not this one. */
export function dayWords(date: string): string {
  const { weekday, day, month, year } = parts(Date.parse(`${date}T00:00Z`), "UTC", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const words = `${weekday} ${day} ${month}`;
  return year === wall(serverNow()).date.slice(0, 4) ? words : `${words} ${year}`;
}

/** Such as "December 2026". */
export function monthWords(month: string): string {
  const { month: name, year } = parts(Date.parse(`${month}-01T00:00Z`), "UTC", {
    month: "long",
    year: "numeric",
  });
  return `${name} ${year}`;
}

// Browsers may name a zone by what its city was called when the zone got its name.
const TODAY: Readonly<Record<string, string>> = {
  Calcutta: "Kolkata",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh City",
};

/** The city of a zone, such as "New York". */
export function cityOf(zone: string): string {
  const name = (zone.split("/").pop() ?? zone).replaceAll("_", " ");
  return TODAY[name] ?? name;
}

/** Such as "45 minutes" or "1 hour 30 minutes". */
export function lengthWords(minutes: number): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  if (minutes < 60) return count(minutes, "minute");
  const hours = count(Math.floor(minutes / 60), "hour");
  return minutes % 60 ? `${hours} ${count(minutes % 60, "minute")}` : hours;
}

/** The instant in the id of a slot, which names its start in UTC. */
export function startIn(slotId: string): number {
  const [, year, month, day, hour, minute] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z$/.exec(slotId) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`);
}

export function providerIn(slotId: string): number {
  return Number(slotId.split("-")[0]);
}
