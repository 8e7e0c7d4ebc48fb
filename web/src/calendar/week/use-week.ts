/** The week as the API said last, read again before it is old. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { type Problem, type Provider, serverNow } from "../../api/ask";
import { MINUTE } from "../../core/time";
import type { Listed } from "./blocks";
import { readWeek } from "./read";

interface State {
  key: string;
  listed?: Listed | undefined;
  problem?: Problem | undefined;
}

export interface ShownWeek {
  /** Stays until the next reading succeeds. */
  listed?: Listed | undefined;
  /** Why the last reading failed, if it did. */
  problem?: Problem | undefined;
  isBusy: boolean;
  again: () => void;
}

export function useWeek(provider: Provider, monday: string): ShownWeek {
  const key = `${provider.id} ${provider.time_zone} ${monday}`;
  const [state, setState] = useState<State>({ key });
  const [attempt, setAttempt] = useState(0);
  const [isBusy, setBusy] = useState(true);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  // The key stands for the provider and the week.
  useEffect(() => {
    let isWanted = true;
    setBusy(true);
    readWeek(provider, monday).then(({ data, problem }) => {
      if (!isWanted) return;
      setBusy(false);
      setState((old) => ({ key, problem, listed: data ?? (old.key === key ? old.listed : undefined) }));
    });
    return () => {
      isWanted = false;
    };
  }, [key, attempt]);
  useFresh(state, again);
  return state.key === key ? { ...state, isBusy, again } : { isBusy: true, again };
}

/**
 * Read again after a minute, once a hold has lapsed, or when the network is back; while the tab is hidden, when it
 * comes back.
 */
function useFresh(state: State, again: () => void): void {
  useEffect(() => {
    if (!state.listed && !state.problem) return;
    let isDue = false;
    const look = () => {
      if (isDue && !document.hidden) again();
    };
    const timer = setTimeout(() => {
      isDue = true;
      look();
    }, waitOf(state));
    document.addEventListener("visibilitychange", look);
    if (state.problem) addEventListener("online", again);
    return () => {
      removeEventListener("online", again);
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [state, again]);
}

function waitOf({ listed, problem }: State): number {
  if (problem || !listed) return MINUTE;
  const ends = listed.slots.flatMap(({ expires_at }) => (expires_at ? [Date.parse(expires_at)] : []));
  // A moment later than the hold lapses, and never at once: the server's clock is known to a second or so.
  return Math.min(MINUTE, Math.max(1000, Math.min(...ends) - serverNow() + 500));
}
