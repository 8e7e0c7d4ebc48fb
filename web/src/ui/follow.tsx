/** The calendar link of one person or provider. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Outcome, Problem } from "../api/ask";
import { endFeed, type FeedOf, hasFeed, makeFeed } from "../api/calendar-link";
import { Refusal } from "./refusal";
import { useAction, useRead } from "./use";

interface FollowProps {
  of: FeedOf;
  /** The query to return to after signing in. */
  back: string;
  /** Who can see what. */
  children: ComponentChildren;
}

export function Follow({ of, back, children }: FollowProps) {
  const { data, problem, again } = useRead(() => hasFeed(of), [JSON.stringify(of)]);
  const [url, setUrl] = useState<string>();
  const [refused, setRefused] = useState<Problem>();
  const after = (outcome: Outcome<unknown>, address?: string) => {
    setRefused(outcome.problem);
    if (outcome.problem) return;
    setUrl(address);
    again();
  };
  const [make, isMaking] = useAction(async () => {
    const made = await makeFeed(of);
    after(made, made.data?.url);
  });
  const [end, isEnding] = useAction(async () => after(await endFeed(of)));
  const exists = data === true;
  const isBusy = isMaking || isEnding || (data === undefined && !problem);
  const trouble = refused ?? problem;
  return (
    <div class="follow">
      <p>
        {children}
        {exists && !url && " There is a link already. It was shown when it was made; a new one ends it."}
      </p>
      {trouble && <Refusal problem={trouble} back={back} retry={refused ? undefined : again} />}
      {url && <Address url={url} />}
      <p class="actions">
        <button type="button" disabled={isBusy} onClick={make}>
          {exists ? "Make a new link" : "Make a calendar link"}
        </button>
        {exists && (
          <button type="button" disabled={isBusy} onClick={end}>
            End the link
          </button>
        )}
      </p>
    </div>
  );
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
