/** Calls to the API: an outcome instead of exceptions, and one more try where that is safe. */

import { readClock, serverNow } from "../core/server-clock";
import type { components } from "../generated/api";
import type { Problem } from "./client";
import { problemOf } from "./client";

type Schemas = components["schemas"];
export type Service = Schemas["ServiceResponse"];
export type Provider = Schemas["ProviderAnswer"];
export type Slot = Schemas["AppointmentAnswer"];
export type Client = Schemas["ClientAnswer"];
export type Me = Schemas["MeResponse"];
export type Account = Schemas["ProviderAccountResponse"];
export type BookingNow = Schemas["BookingResponse"];
export type BookingEvent = Schemas["BookingEventResponse"];
export type { Problem };
export { serverNow };

export type Outcome<T> =
  /** `tag` is the ETag: the version, to be sent back as If-Match. */
  | { data: T; tag?: string | undefined; problem?: undefined }
  | { data?: undefined; tag?: undefined; problem: Problem };

interface Said<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** Whether the request, or an earlier try of it, may have had its effect all the same. */
export function isOpen(problem: Problem | undefined): boolean {
  return problem !== undefined && (problem.wasOpen === true || isUnclear(problem));
}

const isUnclear = ({ status }: Problem) => status === 0 || status >= 500;

/** Wait for the response. No response at all is a problem with the status 0. */
export async function ask<T>(call: () => Promise<Said<T>>): Promise<Outcome<T>> {
  try {
    const { data, error, response } = await call();
    readClock(response);
    if (response.ok && data !== undefined) return { data, tag: response.headers.get("etag") ?? undefined };
    return { problem: problemOf({ response, error }) };
  } catch {
    return { problem: problemOf({ response: Response.error() }) };
  }
}

const PAUSES = [400, 1200];

/** Send a request that is safe to repeat, until a response says what happened; three times at most. */
export async function insist<T>(call: () => Promise<Said<T>>): Promise<Outcome<T>> {
  let outcome = await ask(call);
  for (const pause of PAUSES) {
    if (!outcome.problem || !isUnclear(outcome.problem)) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
    outcome = ofRepeat(await ask(call));
  }
  return outcome;
}

/**
 * The API's own refusals tell of the try before as well, because a repeat of what was applied is not refused,
 * or is refused as stale or not found. Others come before the API has looked at anything.
 */
function ofRepeat<T>(outcome: Outcome<T>): Outcome<T> {
  const { problem } = outcome;
  if (!problem || (problem.code && problem.status !== 429)) return outcome;
  return { problem: { ...problem, wasOpen: true } };
}

/** Leave out what is undefined. */
export function given<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
