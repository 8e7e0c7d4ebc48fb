/** The page's address. Its query holds all of what is shown, so that back, reload and a shared link work. */

import { useEffect, useState } from "preact/hooks";
import { startIn } from "../core/time";

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

addEventListener("popstate", tell);

/** Go to a query of this page, such as `?view=mine`, or to the page's own path. */
export function visit(query: string): void {
  history.pushState(null, "", query);
  tell();
}

/** As `visit`, without a step back to where the visitor is now. */
export function replaceWith(query: string): void {
  history.replaceState(null, "", query);
  tell();
}

/** Return the query as it is now. A component that uses it is drawn again when it changes. */
export function useQuery(): string {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return location.search;
}

/** Write the values that there are as a query, or the page's own path if there are none. */
export function queryFrom(
  values: readonly (readonly [name: string, value: string | number | undefined])[],
): string {
  const query = new URLSearchParams();
  for (const [name, value] of values) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}

/** Read a query. A value that does not fit is left out. */
export function reader(query: string) {
  const given = new URLSearchParams(query);
  const text = (name: string, pattern: RegExp) => {
    const value = given.get(name) ?? "";
    return pattern.test(value) ? value : undefined;
  };
  return {
    text,
    number: (name: string) => {
      const digits = text(name, /^\d{1,16}$/);
      return digits === undefined ? undefined : Number(digits);
    },
    date: (name: string) => {
      const value = text(name, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
      return value && isDate(value) && isNear(Date.parse(value)) ? value : undefined;
    },
    slot: (name: string) => {
      const value = text(name, /^\d{1,16}-\d{8}T\d{4}Z$/);
      return value && isNear(startIn(value)) ? value : undefined;
    },
  };
}

/** Whether the month has such a day. */
function isDate(value: string): boolean {
  const at = new Date(`${value}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

const [FIRST, LAST] = [Date.UTC(2000), Date.UTC(2200)];

/** Whether it is an instant with which the page can reckon. */
function isNear(at: number): boolean {
  return FIRST <= at && at < LAST;
}

/** In a frame, the page only chooses: sign-in pages refuse to be framed. */
export const framed = window.top !== window;
