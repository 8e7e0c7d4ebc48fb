/** What was entered, kept in this tab while the user signs in again. */

import { useEffect, useState } from "preact/hooks";
import { forget, keep, kept } from "../core/storage";

interface Kept<T> {
  draft: T;
  change: (how: (draft: T) => T) => void;
  /** Whether the draft is from before the user signed in again. */
  isKept: boolean;
}

/** `name` says whose draft it is, and of what. It is kept for as long as the user must sign in. */
export function useDraft<T>(name: string, fresh: () => T, mustSignIn: boolean): Kept<T> {
  const at = `holdfast.draft.${name}`;
  const [earlier] = useState(() => kept<T>(at));
  const [draft, change] = useState<T>(() => earlier ?? fresh());
  useEffect(() => {
    if (mustSignIn) keep(at, draft);
    else forget(at);
  }, [at, draft, mustSignIn]);
  return { draft, change, isKept: earlier !== null };
}
