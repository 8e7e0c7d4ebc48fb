/** The state of a move: what is typed, what is wrong with it, and what the API said. */

import { useState } from "preact/hooks";
import { wall } from "../../core/time";
import { useKeyFor } from "../../ui/request-key";
import { type Providers, useProviders } from "../../ui/shown-providers";
import { useAction } from "../../ui/use";
import type { Desk } from "../desk";
import { type Goal, moved } from "./deeds";
import { draftOf, keepDraft } from "./draft";
import type { Refusal } from "./refusals";
import { type Draft, targetOf } from "./target";
import type { Visit } from "./visit";

export function useMove(desk: Desk, visit: Visit, changed: (words: string) => void, correct: () => void) {
  const { slot } = visit;
  const isFree = desk.isAdmin && (visit.service?.provider_ids.length ?? 0) > 1;
  const known = useProviders(isFree);
  const [draft, setDraft] = useState<Draft>(() => draftOf(visit));
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [round, setRound] = useState(0);
  const keyFor = useKeyFor();
  const { zone, target, goal } = read(visit, draft, known);

  const change = (more: Partial<Draft>) => {
    setDraft((old) => ({ ...old, at: undefined, ...more }));
    setTried(false);
    setRefusal(undefined);
  };
  const [send, isBusy] = useAction(async () => {
    setTried(true);
    setRefusal(undefined);
    if (!goal) return correct();
    const { done, refusal } = await moved(visit, goal, keyFor({ from: slot.id, ...goal }));
    if (done) return changed(done);
    if (refusal?.isSignedOut) keepDraft(slot, draft);
    if (refusal?.near) setRound((count) => count + 1);
    setRefusal(refusal);
  });
  /** Fill in an instant. */
  const fill = (at: number) => change({ ...wall(at, zone), at });
  const wrong = isTried && target.wrong ? target : undefined;
  const choice = isFree && known.size > 0 ? known : undefined;
  return { draft, zone, choice, goal, wrong, refusal, round, isBusy, change, fill, send };
}

/** What the draft means by the clock of the provider that it names. */
function read(visit: Visit, draft: Draft, known: Providers) {
  const isSame = draft.provider === visit.slot.provider_id;
  const other = isSame ? undefined : known.get(draft.provider);
  const zone = other?.time_zone ?? visit.zone;
  const target = targetOf(draft, zone, isSame ? Date.parse(visit.slot.start) : undefined);
  const isKnown = isSame || other !== undefined;
  const goal: Goal | undefined =
    isKnown && target.at !== undefined
      ? { provider: draft.provider, whom: other?.name, at: target.at, zone }
      : undefined;
  return { zone, target, goal };
}
