/** Times and blocks in words, by the provider's clock. */

import type { Service, Slot } from "../../api/ask";
import { clockWords, spanWords } from "../../core/clock";
import { lengthWords } from "../../core/time";
import { titleOf } from "../booked/visit";
import type { Block, Kind } from "./blocks";
import { QUARTER } from "./quarters";

/** Such as "1 hour 30 minutes", for so many quarter-hours. */
export function quartersWords(count: number): string {
  return lengthWords((count * QUARTER) / 60_000);
}

export type ServiceOf = (id: number | undefined) => Service | undefined;

const OUTSIDE = "outside open time";

const SAID: Readonly<Record<Kind, string>> = {
  open: "open",
  soon: "open, too soon for clients",
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
  if (!visit) return `${spanWords(from, to, zone)}, ${SAID[kind]}`;
  const title = titleOf(visit, serviceOf(visit.service_id));
  if (kind === "buffer") return `${spanWords(from, to, zone)}, buffer of ${title}`;
  const when = spanWords(Date.parse(visit.start), Date.parse(visit.end), zone);
  const state = kind === "held" ? heldWords(visit, zone) : SAID[kind];
  return [when, title, ...(isOutside ? [OUTSIDE] : []), state].join(", ");
}

function heldWords(visit: Slot, zone: string): string {
  return `held until ${clockWords(Date.parse(visit.expires_at ?? visit.start), zone)}`;
}
