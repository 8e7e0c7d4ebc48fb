/** Where the visitor is: the URL's query holds all of it, so that back, reload and a shared link work. */

import { useEffect, useState } from "preact/hooks";

export type View = "mine" | "done" | "move";

export interface Place {
  service?: number | undefined;
  provider?: number | "any" | undefined;
  /** A date by the viewer's clock, such as 2026-12-02. */
  day?: string | undefined;
  /** The id of the slot that was chosen. */
  time?: string | undefined;
  view?: View | undefined;
  booking?: number | undefined;
}

const ORDER = ["view", "service", "provider", "day", "time", "booking"] as const;
const VIEWS: readonly string[] = ["mine", "done", "move"];

/** Read a query. What this page does not know, or cannot be right, is left out. */
export function placeOf(query: string): Place {
  const given = new URLSearchParams(query);
  const text = (name: string, pattern: RegExp) => {
    const value = given.get(name) ?? "";
    return pattern.test(value) ? value : undefined;
  };
  const number = (name: string) => {
    const digits = text(name, /^\d{1,16}$/);
    return digits === undefined ? undefined : Number(digits);
  };
  const view = given.get("view") ?? "";
  return {
    service: number("service"),
    provider: given.get("provider") === "any" ? "any" : number("provider"),
    day: text("day", /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
    time: text("time", /^\d{1,16}-\d{8}T\d{4}Z$/),
    view: VIEWS.includes(view) ? (view as View) : undefined,
    booking: number("booking"),
  };
}

export function queryOf(place: Place): string {
  const query = new URLSearchParams();
  for (const name of ORDER) {
    const value = place[name];
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}

let now = placeOf(location.search);
const listeners = new Set<() => void>();

function tell(): void {
  now = placeOf(location.search);
  for (const listener of listeners) listener();
}

addEventListener("popstate", tell);

export function go(place: Place): void {
  history.pushState(null, "", queryOf(place));
  tell();
}

/** Go there without a step back to where the visitor is now. */
export function replace(place: Place): void {
  history.replaceState(null, "", queryOf(place));
  tell();
}

export function usePlace(): Place {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return now;
}

/** In a frame, the page only chooses: sign-in pages refuse to be framed. */
export const framed = window.top !== window;
