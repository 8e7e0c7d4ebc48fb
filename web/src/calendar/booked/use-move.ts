/** The state of a move: what is entered, what is wrong with it, and what the API said. */

import { useMemo, useState } from "preact/hooks";
import { everyProvider } from "../../api/known";
import { clockWords } from "../../core/clock";
import { wall } from "../../core/time";
import { useKeyFor } from "../../ui/request-key";
import { useProviders } from "../../ui/shown-providers";
import { useAction } from "../../ui/use";
import type { Desk } from "../desk";
import { type Goal, moved } from "./deeds";
import { useMoveDraft } from "./draft";
import type { Refusal } from "./refusals";
import { type Draft, quartersOn, targetOf } from "./target";
import type { Visit } from "./visit";

export function useMove(desk: Desk, visit: Visit, changed: (words: string) => void, correct: () => void) {
  const { slot } = visit;
  const isFree = desk.isAdmin && (visit.service?.provider_ids.length ?? 0) > 1;
  const known = useProviders(isFree, everyProvider);
  const { draft, change: setDraft } = useMoveDraft(visit);
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [round, setRound] = useState(0);
  const keyFor = useKeyFor();

  const isSame = draft.provider === slot.provider_id;
  const other = isSame ? undefined : known.get(draft.provider);
  const zone = other?.time_zone ?? visit.zone;
  const quarters = useMemo(
    () => (draft.date ? quartersOn(draft.date, zone) : new Map<string, number>()),
    [draft.date, zone],
  );
  const target = targetOf(draft, quarters, isSame ? Date.parse(slot.start) : undefined);
  const isKnown = isSame || other !== undefined;
  const goal: Goal | undefined =
    isKnown && target.at !== undefined
      ? { provider: draft.provider, whom: other?.name, at: target.at, zone }
      : undefined;

  const change = (more: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...more }));
    setTried(false);
    setRefusal(undefined);
  };
  const [send, isBusy] = useAction(async () => {
    setTried(true);
    setRefusal(undefined);
    if (!goal) return correct();
    const { done, refusal } = await moved(visit, goal, keyFor({ from: slot.id, ...goal }));
    if (done) return changed(done);
    if (refusal?.near) setRound((count) => count + 1);
    setRefusal(refusal);
  });
  /** Fill in an instant. */
  const fill = (at: number) => change({ date: wall(at, zone).date, time: clockWords(at, zone) });
  const wrong = isTried && target.wrong ? target : undefined;
  const choice = isFree && known.size > 0 ? known : undefined;
  return { draft, zone, quarters, choice, goal, wrong, refusal, round, isBusy, change, fill, send };
}

export type Moving = ReturnType<typeof useMove>;
