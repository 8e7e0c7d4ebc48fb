/** Where the provider is. */

import { queryFrom, reader } from "../ui/address";
import { waysBetween } from "../ui/places";

const VIEWS = ["outside", "hours", "services", "settings", "providers", "new"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  /** The week, if there is none. */
  view?: View | undefined;
  /** The view to open of the provider that is chosen in the list. */
  next?: View | undefined;
  /** Whose calendar. */
  provider?: number | undefined;
  /** A date by the provider's clock, such as 2026-12-02. The week is the one with this date. */
  day?: string | undefined;
  /** The id of the slot whose booking is shown beside the week. */
  slot?: string | undefined;
  /** The id of the service that is edited; 0 is a new one. */
  service?: number | undefined;
}

const ORDER = ["view", "next", "provider", "day", "slot", "service"] as const;

/** Read a query. What this page does not know, or cannot be right, is left out. */
export function placeOf(query: string): Place {
  const { text, number, date, slot } = reader(query);
  const view = (name: string) => VIEWS.find((each) => each === text(name, /./));
  return {
    view: view("view"),
    next: view("next"),
    provider: number("provider"),
    day: date("day"),
    slot: slot("slot"),
    service: number("service"),
  };
}

export function queryOf(place: Place): string {
  return queryFrom(ORDER.map((name) => [name, place[name]]));
}

export const { go, replace, placeNow, usePlace, Go } = waysBetween(placeOf, queryOf);
