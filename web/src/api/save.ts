/** Change something that has a version, and nothing that somebody else has changed in the meantime. */

import type { Outcome } from "./ask";

interface Change<T> {
  /** The version that was seen. */
  version: string | undefined;
  put: (version: string | undefined) => Promise<Outcome<T>>;
  read: () => Promise<Outcome<T>>;
  /** Whether this is what was sent. */
  isSent: (found: T) => boolean;
  /** Whether this is what was sent before, without a clear response. */
  wasSent: (found: T) => boolean;
}

export type Saved<T> = Outcome<T> | { theirs: T; tag: string | undefined };

/**
 * Save a change. After a lost response, the version is another one although the change is our own, so a refusal
 * is believed only if something else is there.
 */
export async function save<T>({ version, put, read, isSent, wasSent }: Change<T>): Promise<Saved<T>> {
  const outcome = await put(version);
  if (outcome.problem?.status !== 412) return outcome;
  const now = await read();
  if (now.problem || isSent(now.data)) return now;
  if (wasSent(now.data)) return put(now.tag);
  return { theirs: now.data, tag: now.tag };
}

/** Keep one's own changes of what was seen, and take what others have changed beside them. */
export function rebased<T extends object>(seen: T, mine: T, theirs: T): T {
  const isOwn = (name: keyof T) => JSON.stringify(mine[name]) !== JSON.stringify(seen[name]);
  const own = (Object.keys(mine) as (keyof T)[]).filter(isOwn).map((name) => [name, mine[name]]);
  return { ...theirs, ...Object.fromEntries(own) };
}

/** Whether something that anybody may see is not there. What one may not change gets the same refusal. */
export async function isGone(read: () => Promise<Outcome<unknown>>): Promise<boolean> {
  return (await read()).problem?.status === 404;
}
