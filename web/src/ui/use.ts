/** Hooks that wait for the API. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Outcome, Problem } from "../api/ask";

export interface Loaded<T> {
  data?: T | undefined;
  /** The version of the data, if the API told it. */
  tag?: string | undefined;
  problem?: Problem | undefined;
  again: () => void;
}

/** Read when the view appears, and whenever `inputs` change. A response that comes too late is dropped. */
export function useRead<T>(read: () => Promise<Outcome<T>>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "again">>({});
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  // `read` is new at each drawing; `inputs` say when it differs.
  useEffect(() => {
    let isWanted = true;
    setState({});
    read().then((outcome) => isWanted && setState(outcome));
    return () => {
      isWanted = false;
    };
  }, [...inputs, attempt]);
  return { ...state, again };
}

/** Return whether the view is still shown, for what follows a request. */
export function useIsShown(): () => boolean {
  const isShown = useRef(true);
  useEffect(
    () => () => {
      isShown.current = false;
    },
    [],
  );
  return () => isShown.current;
}

/** Run one action at a time: a second tap while the first is under way does nothing. */
export function useAction<A extends unknown[]>(
  action: (...args: A) => Promise<void>,
): [run: (...args: A) => void, isBusy: boolean] {
  const [isBusy, setBusy] = useState(false);
  const running = useRef(false);
  const run = (...args: A) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    action(...args).finally(() => {
      running.current = false;
      setBusy(false);
    });
  };
  return [run, isBusy];
}
