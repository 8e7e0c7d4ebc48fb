/** From entries to saved hours: preview, save, and what came of it. */

import { useState } from "preact/hooks";
import { type Found, type HoursBody, putHours, type Stored } from "../../api/hours";
import { useAction } from "../../ui/use";
import type { Draft } from "./draft";
import { type Result, save } from "./save";

/** Hours that were previewed, and the bookings that they would leave outside. */
export interface Look {
  body: HoursBody;
  found: Found;
}

/** What is to be said: a result, or that entries from before were found. */
export type News = Result | { kind: "found" } | { kind: "rebased" };

export function useFlow(provider: number, first: Stored, draft: Draft) {
  const [look, setLook] = useState<Look>();
  const [news, setNews] = useState(() => newsOf(draft, first));
  const { body, stored } = draft;

  const [preview, isPreviewing] = useAction(async () => {
    setNews((old) => (old?.kind === "stale" ? old : undefined));
    const { data, problem } = await putHours(provider, body, stored.tag, true);
    if (data) return setLook({ body, found: data });
    setNews(problem.status === 412 ? { kind: "stale" } : { kind: "refused", problem });
  });

  const [send, isSending] = useAction(async (sent: HoursBody) => {
    setNews((old) => (old?.kind === "refused" ? undefined : old));
    const result = await save(provider, sent, stored.tag);
    setNews(result);
    if (result.kind === "done") draft.saved(result.stored, sent);
    if (result.kind === "done" || result.kind === "stale") setLook(undefined);
  });

  const go = (then: () => void, said?: News) => {
    then();
    setLook(undefined);
    setNews(said);
  };
  return {
    look,
    news,
    preview,
    send,
    isBusy: isPreviewing || isSending,
    take: (now: Stored) => go(() => draft.take(now)),
    rebase: (now: Stored) => go(() => draft.rebase(now), { kind: "rebased" }),
    /** Show what has become of the deletion. */
    stopped: (result: Result) => go(() => result.kind === "done" && draft.take(result.stored), result),
  };
}

function newsOf(draft: Draft, first: Stored): News | undefined {
  if (!draft.isFound) return undefined;
  return draft.stored.tag === first.tag ? { kind: "found" } : { kind: "stale" };
}
