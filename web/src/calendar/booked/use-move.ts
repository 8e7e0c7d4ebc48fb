/** The state of a move: what is typed, what is wrong with it, and what the API said. */

import { useState } from "preact/hooks";
import { wall } from "../../core/time";
import { useKeyFor } from "../../ui/request-key";
import { useProviders } from "../../ui/shown-providers";
import { useAction } from "../../ui/use";
import type { Desk } from "../desk";
import { type Goal, moved } from "./deeds";
import { draftOf, keepDraft } from "./draft";
import type { Refusal } from "./refusals";
import { type Draft, targetOf } from "./target";
import type { Visit } from "./visit";

export function useMove(desk: Desk, visit: Visit, changed: (words: string) => void, recheck: () => void) {
  const { slot, service } = visit;
  const isFree = desk.isAdmin && (service?.provider_ids.length ?? 0) > 1;
  const known = useProviders(isFree);
  const [draft, setDraft] = useState<Draft>(() => draftOf(visit));
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [round, setRound] = useState(0);
  const keyFor = useKeyFor();

  const other = draft.provider === slot.provider_id ? undefined : known.get(draft.provider);
  const zone = other?.time_zone ?? visit.zone;
  const target = targetOf(draft, zone, other ? undefined : Date.parse(slot.start));
  const goal: Goal | undefined =
    target.at === undefined
      ? undefined
      : { provider: draft.provider, whom: other?.name, at: target.at, zone };

  const change = (more: Partial<Draft>) => {
    setDraft((old) => ({ ...old, at: undefined, ...more }));
    setTried(false);
    setRefusal(undefined);
  };
  const [send, isBusy] = useAction(async () => {
    setTried(true);
    setRefusal(undefined);
    if (!goal) return recheck();
    const { done, refusal } = await moved(visit, goal, keyFor({ from: slot.id, ...goal }));
    if (done) return changed(done);
    if (refusal?.isSignedOut && !other) keepDraft(slot, draft);
    if (refusal?.near) setRound((count) => count + 1);
    setRefusal(refusal);
  });
  return {
    draft,
    zone,
    known,
    isFree: isFree && known.size > 0,
    goal,
    wrong: isTried && target.wrong ? target : undefined,
    refusal,
    round,
    isBusy,
    change,
    /** Fill in an instant. */
    fill: (at: number) => change({ ...wall(at, zone), at }),
    send,
  };
}
