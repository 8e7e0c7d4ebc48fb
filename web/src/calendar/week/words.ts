/** Times and blocks in words, by the provider's clock. */

import type { Slot } from "../../api/ask";
import { clockWords } from "../../core/clock";
import { dayWords, lengthWords, wall } from "../../core/time";
import type { Block } from "./blocks";
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

export type NameOf = (service: number | undefined) => string | undefined;

/** Who comes, and for what. */
export function visitWords(visit: Slot, serviceName: NameOf): string {
  return [serviceName(visit.service_id), visit.client_name].filter(Boolean).join(", ");
}

const SAID = {
  open: "open",
  soon: "open, too soon for clients to book",
  closed: "closed",
  past: "past",
  taken: "taken",
} as const;

/** A block in full, for somebody who does not see where it stands. */
export function blockWords(block: Block, zone: string, serviceName: NameOf): string {
  const { kind, visit, from, to } = block;
  if (
    !visit ||
    kind === "open" ||
    kind === "soon" ||
    kind === "closed" ||
    kind === "past" ||
    kind === "taken"
  ) {
    return `${rangeWords(from, to, zone)}, ${SAID[kind as keyof typeof SAID]}`;
  }
  const who = visitWords(visit, serviceName);
  if (kind === "buffer") return `${rangeWords(from, to, zone)}, buffer of ${who}`;
  const when = rangeWords(Date.parse(visit.start), Date.parse(visit.end), zone);
  const parts = [when, who, kind === "held" ? heldWords(visit, zone) : "confirmed"];
  if (block.isOutside) parts.push("outside open time");
  return parts.join(", ");
}

function heldWords(visit: Slot, zone: string): string {
  return `held until ${clockWords(Date.parse(visit.expires_at ?? visit.start), zone)}`;
}
