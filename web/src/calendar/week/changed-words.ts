/** What the API has responded to an opening or a closing, in words. */

import type { Outcome, Slot } from "../../api/ask";
import { momentWords, spanWords } from "../../core/clock";
import { named } from "../../core/names";
import type { components } from "../../generated/api";
import { QUARTER } from "./quarters";
import type { Range } from "./read";
import { quartersWords } from "./words";

type Schemas = components["schemas"];

const NAMED = 5;

/** `isSure`: the response says what the request has changed, and not what a lost one before it had. */
export function openedWords(
  { opened, already_open, isSure }: Schemas["OpenedAnswer"] & { isSure: boolean },
  zone: string,
): string {
  const range = openWords([...opened, ...already_open], zone);
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
function openWords(slots: readonly Slot[], zone: string): string {
  const starts = slots.map(({ start }) => Date.parse(start));
  return spanWords(Math.min(...starts), Math.max(...starts) + QUARTER, zone);
}

export function closedWords(
  { closed, still_booked, isSure }: Schemas["ClosedAnswer"] & { isSure: boolean },
  range: Range,
  holds: Outcome<Slot[]>,
  zone: string,
): string {
  const wasOpen = closed.length > 0 || still_booked.length > 0 || !isSure;
  const words = [
    `${wasOpen ? "Closed" : "It was closed already"}: ${spanWords(range.from, range.to, zone)}.`,
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
    const who = visit.client_name === undefined ? "somebody" : named(visit.client_name);
    return `${momentWords(Date.parse(visit.start), zone)}, ${who}`;
  });
  const more = visits.length - names.length;
  return names.join("; ") + (more ? `; and ${more} more` : "");
}
