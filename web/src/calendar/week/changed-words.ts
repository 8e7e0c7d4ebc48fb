/** What the API has responded to an opening or a closing, in words. */

import type { Outcome, Slot } from "../../api/ask";
import { clockWords } from "../../core/clock";
import { dayWords, wall } from "../../core/time";
import type { components } from "../../generated/api";
import { QUARTER } from "./quarters";
import type { Range } from "./read";
import { quartersWords, rangeWords } from "./words";

type Schemas = components["schemas"];

const NAMED = 5;

/** `isSure`: the response says what the request has changed, and not what a lost one before it had. */
export function openedWords(
  { opened, already_open, isSure }: Schemas["OpenedAnswer"] & { isSure: boolean },
  zone: string,
): string {
  const range = spanWords([...opened, ...already_open], zone);
  if (!isSure) return `Open now: ${range}.`;
  if (!opened.length) return `Open already: ${range}.`;
  const soon = opened.filter(({ status }) => status === "closed").length;
  return [
    `Opened: ${range}.`,
    already_open.length && `${quartersWords(already_open.length)} of it was open already.`,
    soon && `${quartersWords(soon)} of it starts too soon for clients to book.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** From the first to the last slot: of a range that has begun, only the rest is opened. */
function spanWords(slots: readonly Slot[], zone: string): string {
  const starts = slots.map(({ start }) => Date.parse(start));
  return rangeWords(Math.min(...starts), Math.max(...starts) + QUARTER, zone);
}

export function closedWords(
  { closed, still_booked, isSure }: Schemas["ClosedAnswer"] & { isSure: boolean },
  range: Range,
  holds: Outcome<Slot[]>,
  zone: string,
): string {
  const wasOpen = closed.length > 0 || still_booked.length > 0 || !isSure;
  const words = [
    `${wasOpen ? "Closed" : "Nothing of it was open, and it stays closed"}: ${rangeWords(range.from, range.to, zone)}.`,
  ];
  if (still_booked.length) {
    words.push(
      `${countWords(still_booked.length, "booking")} stay${still_booked.length === 1 ? "s" : ""} booked: ${listed(still_booked, zone)}.`,
    );
    words.push("To end or move one, choose it in the week.");
  }
  if (holds.problem) words.push("Holds in it, if there are any, can no longer be confirmed.");
  else if (holds.data.length) {
    words.push(
      `${countWords(holds.data.length, "hold")} can no longer be confirmed: ${listed(holds.data, zone)}.`,
    );
  }
  return words.join(" ");
}

const countWords = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

function listed(visits: readonly Slot[], zone: string): string {
  const names = visits.slice(0, NAMED).map((visit) => {
    const at = Date.parse(visit.start);
    return `${dayWords(wall(at, zone).date)}, ${clockWords(at, zone)}, ${visit.client_name ?? "somebody"}`;
  });
  const more = visits.length - names.length;
  return names.join("; ") + (more ? `; and ${more} more` : "");
}
