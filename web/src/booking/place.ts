/** Where the visitor is. */

import { queryFrom, reader } from "../ui/address";
import { waysBetween } from "../ui/places";

const VIEWS = ["mine", "done", "move"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  service?: number | undefined;
  provider?: number | "any" | undefined;
  /** A date by the viewer's clock, such as 2026-12-02. */
  day?: string | undefined;
  /** The id of the slot that was chosen. */
  time?: string | undefined;
  view?: View | undefined;
  booking?: number | undefined;
  /** A provider books for somebody else, and came from there. */
  from?: "calendar" | undefined;
}

const ORDER = ["view", "service", "provider", "day", "time", "booking", "from"] as const;

/** Read a query. What this page does not know, or cannot be right, is left out. */
export function placeOf(query: string): Place {
  const { text, number, date, slot } = reader(query);
  const view = text("view", /./);
  return {
    service: number("service"),
    provider: text("provider", /^any$/) ? "any" : number("provider"),
    day: date("day"),
    time: slot("time"),
    view: VIEWS.find((each) => each === view),
    booking: number("booking"),
    from: text("from", /^calendar$/) ? "calendar" : undefined,
  };
}

export function queryOf(place: Place): string {
  return queryFrom(ORDER.map((name) => [name, place[name]]));
}

export const { go, replace, usePlace, Go } = waysBetween(placeOf, queryOf);
