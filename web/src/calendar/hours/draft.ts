/** What is entered and not saved yet. It survives a reload, the login and other views of this tab. */

import { useEffect, useState } from "preact/hooks";
import type { HoursBody, Stored } from "../../api/hours";
import { forget, keep, kept } from "../../core/storage";
import { bodyFrom, type Entered, enteredFrom, isSame } from "./entered";
import { type Merged, merge } from "./merge";

interface Kept {
  entered: Entered;
  /** The hours that the entries started from. */
  stored: Stored;
}

export interface Draft extends Kept {
  body: HoursBody;
  isChanged: boolean;
  /** Whether the entries were found here, from before. */
  isFound: boolean;
  enter: (change: (old: Entered) => Entered) => void;
  /** Let the entries be those of the API. */
  take: (stored: Stored) => void;
  /** Bring the entries together with hours that somebody else has changed. */
  rebase: (now: Stored, favoured: "mine" | "theirs") => void;
  /** Go on from what was saved, with what was entered meanwhile. */
  saved: (stored: Stored, body: HoursBody) => void;
}

const fresh = (stored: Stored): Kept => ({ stored, entered: enteredFrom(stored.rules) });

export function useDraft(user: string, provider: number, first: Stored): Draft {
  const name = `holdfast.draft.hours.${user}.${provider}`;
  const [found] = useState(() => foundIn(name, first));
  const [draft, setDraft] = useState(() => found ?? fresh(first));
  const body = bodyFrom(draft.entered);
  const isChanged = !isSame(body, bodyFrom(enteredFrom(draft.stored.rules)));
  useEffect(() => {
    if (isChanged) keep(name, draft);
    else forget(name);
  }, [name, draft, isChanged]);
  return {
    ...draft,
    body,
    isChanged,
    isFound: found !== null,
    enter: (change) => setDraft((old) => ({ ...old, entered: change(old.entered) })),
    take: (stored) => setDraft(fresh(stored)),
    rebase: (now, favoured) => setDraft((old) => rebased(old, now, favoured)),
    saved: (stored, sent) =>
      setDraft((old) => (isSame(bodyFrom(old.entered), sent) ? fresh(stored) : { ...old, stored })),
  };
}

/** What one has entered, brought together with the hours as they are now. */
export function mergedWith({ stored, entered }: Kept, now: Stored, favoured: "mine" | "theirs"): Merged {
  return merge(enteredFrom(stored.rules), entered, enteredFrom(now.rules), favoured);
}

function rebased(old: Kept, now: Stored, favoured: "mine" | "theirs"): Kept {
  if (now.rules) return { stored: now, entered: mergedWith(old, now, favoured).entered };
  // Hours that were deleted have nothing that could be brought together.
  return favoured === "mine" ? { ...old, stored: now } : fresh(now);
}

/** Return what was kept, unless it has been saved since. */
function foundIn(name: string, first: Stored): Kept | null {
  const found = kept<Kept>(name);
  const isSaved = found && isSame(bodyFrom(found.entered), bodyFrom(enteredFrom(first.rules)));
  return isSaved ? null : found;
}

/** Let the browser ask before the tab is closed. */
export function useWarning(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isWanted]);
}
