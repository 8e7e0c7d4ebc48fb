/** Change something that has a version, by a form. */

import { isOpen, type Outcome, type Problem } from "../api/ask";
import { rebased, save } from "../api/save";
import { type Draft, type Filled, type Reply, useForm, type Wrong } from "./form";

interface Editing<Found, Entered, Body> {
  /** Whose draft it is, and of what. */
  name: string;
  found: Found;
  version: string | undefined;
  enteredOf: (found: Found) => Entered;
  bodyOf: (entered: Entered) => Body;
  mistakes: (entered: Entered) => Wrong;
  put: (body: Body, version: string | undefined) => Promise<Outcome<Found>>;
  read: () => Promise<Outcome<Found>>;
  done: (found: Found) => void;
  /** What to say instead of the usual words. */
  explain?: (problem: Problem) => Promise<string | undefined>;
}

interface Seen<Entered, Body> {
  seen: Entered;
  version: string | undefined;
  /** What was sent without a clear response. */
  tried?: Body;
}

const CHANGED =
  "Somebody else has changed this in the meantime. Your own changes are still here, and everything else is as it is now. Nothing of yours is saved yet: look at it, and save it again.";

export function useEdit<Found, Entered extends object, Body>(
  editing: Editing<Found, Entered, Body>,
): Filled<Entered> {
  const { name, found, version, enteredOf, mistakes } = editing;
  const seen = enteredOf(found);
  return useForm<Entered, Seen<Entered, Body>>({
    name,
    fresh: () => ({ entered: seen, more: { seen, version } }),
    mistakes,
    send: (draft) => send(editing, draft),
  });
}

async function send<Found, Entered extends object, Body>(
  { enteredOf, bodyOf, put, read, done, explain }: Editing<Found, Entered, Body>,
  { entered, more }: Draft<Entered, Seen<Entered, Body>>,
): Promise<Reply<Entered, Seen<Entered, Body>> | undefined> {
  const body = bodyOf(entered);
  const is = (sent: Body | undefined) => (there: Found) =>
    JSON.stringify(bodyOf(enteredOf(there))) === JSON.stringify(sent);
  const saved = await save<Found>({
    version: more.version,
    put: (version) => put(body, version),
    read,
    isSent: is(body),
    wasSent: is(more.tried),
  });
  if ("theirs" in saved) {
    const seen = enteredOf(saved.theirs);
    return {
      words: CHANGED,
      next: (now) => ({ entered: rebased(more.seen, now.entered, seen), more: { seen, version: saved.tag } }),
    };
  }
  if (!saved.problem) return void done(saved.data);
  return {
    problem: saved.problem,
    words: await explain?.(saved.problem),
    ...(isOpen(saved.problem) ? { next: (now) => ({ ...now, more: { ...now.more, tried: body } }) } : {}),
  };
}
