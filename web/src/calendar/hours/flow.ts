/** From entries to saved hours: preview, save, and what came of it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Found, HoursBody, Stored } from "../../api/hours";
import { useAction } from "../../ui/use";
import { type Draft, mergedWith } from "./draft";
import { bodyFrom, enteredFrom, isSame } from "./entered";
import { lookAt, type Result, save } from "./save";
import { FOUND, KEPT, meetingWords, takenWords } from "./words";

/** Hours that were previewed, and the bookings that they would leave outside. */
export interface Look {
  body: HoursBody;
  found: Found;
}

/** What is to be said: a result, or what has become of the entries. */
export type News = Result | { kind: "told"; words: string };

export function useFlow(provider: number, first: Stored, draft: Draft) {
  const [look, setLook] = useState<Look>();
  const [news, setNews] = useState<News>();
  const { body, stored } = draft;
  // What is entered while a response is awaited counts as well.
  const latest = useRef(draft);
  latest.current = draft;
  const tell = (words: string) => setNews({ kind: "told", words });

  /** Go on with hours that somebody else has changed, and ask only where both have changed the same. */
  const meet = (now: Stored, lead = "") => {
    setLook(undefined);
    const { isChanged } = latest.current;
    const { theirs, both, entered } = mergedWith(latest.current, now, "mine");
    if (isChanged && (both.length || !now.rules)) return setNews({ kind: "stale", now });
    draft.rebase(now, "mine");
    const isOwn = isChanged && !isSame(bodyFrom(entered), bodyFrom(enteredFrom(now.rules)));
    tell(lead + meetingWords(theirs, now.rules, isOwn));
  };
  const decide = (favoured: "mine" | "theirs") => (now: Stored) => {
    const { both, entered } = mergedWith(draft, now, favoured);
    const isOwn = !isSame(bodyFrom(entered), bodyFrom(enteredFrom(now.rules)));
    draft.rebase(now, favoured);
    tell(favoured === "mine" ? KEPT : takenWords(both, now.rules, isOwn));
  };

  useEffect(() => {
    if (!draft.isFound) return;
    if (draft.stored.tag === first.tag) tell(FOUND);
    else meet(first);
  }, []);

  const [preview, isPreviewing] = useAction(async () => {
    setNews((old) => (old?.kind === "stale" ? old : undefined));
    const seen = await lookAt(provider, body, stored.tag);
    if (seen.kind === "seen") setLook({ body, found: seen.found });
    else if (seen.kind === "stale") meet(seen.now);
    else setNews(seen);
  });

  const [send, isSending] = useAction(async (sent: HoursBody) => {
    setNews((old) => (old?.kind === "refused" ? undefined : old));
    const result = await save(provider, sent, stored.tag);
    if (result.kind === "stale") return meet(result.now);
    setNews(result);
    if (result.kind !== "done") return;
    draft.saved(result.stored, sent);
    setLook(undefined);
  });

  const discard = () => {
    draft.take(stored);
    setLook(undefined);
    setNews(undefined);
  };
  /** Show what has become of the deletion. */
  const stopped = (result: Result) => {
    setLook(undefined);
    if (result.kind === "stale") return meet(result.now, "Nothing was deleted. ");
    setNews(result);
    if (result.kind === "done") draft.take(result.stored);
  };
  const isBusy = isPreviewing || isSending;
  return {
    look,
    news,
    preview,
    send,
    isBusy,
    discard,
    stopped,
    keep: decide("mine"),
    take: decide("theirs"),
  };
}
