/** The calendar link of one person or provider. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isOpen, type Problem } from "../api/ask";
import { endFeed, type FeedOf, hasFeed, makeFeed } from "../api/calendar-link";
import { Delete } from "./delete";
import { Changed } from "./pieces";
import { Refusal } from "./refusal";
import { useAction, useRead } from "./use";
import { sentence, sentenceOf } from "./words";

interface FollowProps {
  of: FeedOf;
  /** The query to return to after signing in. */
  back: string;
  /** Who can see what. */
  children: ComponentChildren;
}

export function Follow({ of, back, children }: FollowProps) {
  const { exists, url, problem, retry, isEnded, isBusy, make, end, ended } = useLink(of);
  return (
    <div class="follow">
      {isEnded && <Changed>The link has ended.</Changed>}
      <p>
        {children}
        {exists && !url && " There is a link already. It was shown when it was made; a new one ends it."}
      </p>
      {problem && (
        <Refusal
          problem={problem}
          back={back}
          explain={(said) => (retry ? sentence(said) : sentenceOf(said, "link"))}
          retry={retry}
        />
      )}
      {url && <Address url={url} />}
      <p class="actions">
        <button type="button" aria-disabled={isBusy} onClick={make}>
          {exists ? "Make a new link" : "Make a calendar link"}
        </button>
      </p>
      {exists && (
        <Delete
          button="End the link"
          words="End the link? Calendar programs that follow it get nothing any more."
          yes="Yes, end it"
          act={end}
          explain={(said) => sentenceOf(said, "end")}
          done={ended}
          back={back}
        />
      )}
    </div>
  );
}

/** The keys of links that may have been made: another key would make another link, and end the first. */
const keys = new Map<string, string>();

function useLink(of: FeedOf) {
  const name = JSON.stringify(of);
  const { data, problem, again } = useRead(() => hasFeed(of), [name]);
  const [exists, setExists] = useState<boolean>();
  const [url, setUrl] = useState<string>();
  const [refused, setRefused] = useState<Problem>();
  const [isEnded, setEnded] = useState(false);
  // While it is read again, what is known stays.
  useEffect(() => {
    if (data !== undefined) setExists(data);
  }, [data]);
  const isKnown = exists !== undefined || problem !== undefined;
  const [make, isBusy] = useAction(async () => {
    if (!isKnown) return;
    setRefused(undefined);
    setEnded(false);
    const key = keys.get(name) ?? crypto.randomUUID();
    keys.set(name, key);
    const made = await makeFeed(of, key);
    if (!isOpen(made.problem)) keys.delete(name);
    else again();
    setRefused(made.problem);
    if (!made.data) return;
    setUrl(made.data.url);
    setExists(true);
  });
  const ended = () => {
    setUrl(undefined);
    setExists(false);
    setEnded(true);
  };
  return {
    exists,
    url,
    problem: refused ?? problem,
    retry: refused ? undefined : again,
    isEnded,
    isBusy: isBusy || !isKnown,
    make,
    end: () => endFeed(of),
    ended,
  };
}

function Address({ url }: { url: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div class="field">
      <label for="feed">Calendar link</label>
      <p class="hint" id="feed-hint">
        It is shown only now. Add it in your calendar program under “subscribe” or “from URL”.
      </p>
      <div class="row">
        <input
          id="feed"
          readOnly
          value={url}
          aria-describedby="feed-hint"
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" onClick={copy}>
          Copy
        </button>
      </div>
      <p role="status" class="hint">
        {isCopied ? "Copied." : "\u00a0"}
      </p>
    </div>
  );
}
