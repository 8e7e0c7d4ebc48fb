/** Times and blocks in words, by the provider's clock. */

import type { Service, Slot } from "../../api/ask";
import { clockWords } from "../../core/clock";
import { dayWords, lengthWords, wall } from "../../core/time";
import { titleOf } from "../booked/visit";
import type { Block, Kind } from "./blocks";
import { QUARTER } from "./quarters";

/** Such as "Tuesday 1 December, 09:00 to 12:00". */
export function rangeWords(from: number, to: number, zone: string): string {
  const { date } = wall(from, zone);
  return `${dayWords(date)}, ${clockWords(from, zone)} to ${endWords(to, date, zone)}`;
}

/** The end of what started on that date: midnight is 24:00. */
export function endWords(to: number, date: string, zone: string): string {
  const end = wall(to, zone);
  if (end.date === date) return clockWords(to, zone);
  const eve = wall(to - 1, zone).date;
  const time = end.time === "00:00" ? "24:00" : clockWords(to, zone);
  const day = end.time === "00:00" ? eve : end.date;
  return day === date ? time : `${dayWords(day)}, ${time}`;
}

/** Such as "1 hour 30 minutes", for so many quarter-hours. */
export function quartersWords(count: number): string {
  return lengthWords((count * QUARTER) / 60_000);
}

export type ServiceOf = (id: number | undefined) => Service | undefined;

const SAID: Readonly<Record<Kind, string>> = {
  open: "open",
  soon: "open, too soon for clients to book",
  closed: "closed",
  past: "past",
  taken: "taken",
  buffer: "buffer",
  booked: "confirmed",
  held: "held",
};

/** A block in full, for somebody who does not see where it stands. */
export function blockWords(
  { kind, visit, from, to, isOutside }: Block,
  zone: string,
  serviceOf: ServiceOf,
): string {
  if (!visit) return `${rangeWords(from, to, zone)}, ${SAID[kind]}`;
  const title = titleOf(visit, serviceOf(visit.service_id));
  if (kind === "buffer") return `${rangeWords(from, to, zone)}, buffer of ${title}`;
  const when = rangeWords(Date.parse(visit.start), Date.parse(visit.end), zone);
  const state = kind === "held" ? heldWords(visit, zone) : SAID[kind];
  return [when, title, state, ...(isOutside ? ["outside open time"] : [])].join(", ");
}

function heldWords(visit: Slot, zone: string): string {
  return `held until ${clockWords(Date.parse(visit.expires_at ?? visit.start), zone)}`;
}
