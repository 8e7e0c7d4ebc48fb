/** Save and delete working hours, and find out what happened where the response does not say it. */

import { isOpen, type Problem } from "../../api/ask";
import {
  deleteHours,
  type Found,
  type HoursBody,
  hoursOf,
  putHours,
  type Rules,
  type Stored,
} from "../../api/hours";
import { isSame } from "./entered";

/** Nobody knows what was done; `isUnchanged` says that nothing was, so far. */
export interface Open {
  kind: "open";
  problem: Problem;
  isUnchanged: boolean;
}

/** Somebody else has changed the hours, so nothing was done. This is how they are now. */
export interface Stale {
  kind: "stale";
  now: Stored;
}

export type Result =
  /** It is done. `isLate` says that some days may follow later. */
  | { kind: "done"; stored: Stored; found?: Found; isLate: boolean }
  | Stale
  | Open
  | { kind: "refused"; problem: Problem };

export async function save(provider: number, body: HoursBody, tag: string | undefined): Promise<Result> {
  const isOurs = (rules: Rules | null) => rules !== null && isSame(rules, body);
  const { data, tag: made, problem } = await putHours(provider, body, tag, false);
  if (data) return { kind: "done", stored: { rules: data, tag: made }, found: data, isLate: false };
  return settle(provider, tag, problem, isOurs);
}

export async function remove(provider: number, tag: string | undefined): Promise<Result> {
  const { data, problem } = await deleteHours(provider, tag);
  if (data) return { kind: "done", stored: { rules: null }, found: data, isLate: false };
  if (problem.status === 404) return { kind: "done", stored: { rules: null }, isLate: false };
  return settle(provider, tag, problem, (rules) => rules === null);
}

export type Previewed = { kind: "seen"; found: Found } | Stale | { kind: "refused"; problem: Problem };

/** Ask what would change. Nothing does. */
export async function lookAt(provider: number, body: HoursBody, tag: string | undefined): Promise<Previewed> {
  const { data, problem } = await putHours(provider, body, tag, true);
  if (data) return { kind: "seen", found: data };
  if (problem.status !== 412) return { kind: "refused", problem };
  const now = await hoursOf(provider);
  return now.problem ? { kind: "refused", problem: now.problem } : { kind: "stale", now: now.data };
}

/**
 * Read again where the response leaves the outcome open. 412 does as well: the request is repeated if no
 * response comes, and the repeat of one that was applied finds a new version.
 */
async function settle(
  provider: number,
  tag: string | undefined,
  problem: Problem,
  isOurs: (rules: Rules | null) => boolean,
): Promise<Result> {
  if (problem.status !== 412 && !isOpen(problem)) return { kind: "refused", problem };
  const now = await hoursOf(provider);
  if (now.problem) return { kind: "open", problem: now.problem, isUnchanged: false };
  if (isOurs(now.data.rules)) return { kind: "done", stored: now.data, isLate: isOpen(problem) };
  if (problem.status === 412 || now.data.tag !== tag) return { kind: "stale", now: now.data };
  return { kind: "open", problem, isUnchanged: true };
}
