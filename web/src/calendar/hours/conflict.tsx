/** Somebody else has changed the same as what is entered here. */

import type { Stored } from "../../api/hours";
import { type Draft, mergedWith } from "./draft";
import { Changes, News, Push } from "./pieces";
import type { Stale } from "./save";
import { changes } from "./words";

interface ConflictProps {
  stale: Stale;
  draft: Draft;
  /** Where both have changed the same, go on with what is entered here, or with the hours as they are. */
  keep: (now: Stored) => void;
  take: (now: Stored) => void;
}

export function Conflict({ stale, draft, keep, take }: ConflictProps) {
  const { now } = stale;
  const { both } = mergedWith(draft, now, "mine");
  const differing = now.rules ? changes(now.rules, draft.body).filter(({ id }) => both.includes(id)) : [];
  const what = now.rules
    ? "Somebody has changed these hours meanwhile, and you have changed the same."
    : "Somebody has deleted the working hours meanwhile.";
  return (
    <News of={stale} isBad words={`${what} Your entries are still here, and not saved.`}>
      {differing.length > 0 && <Changes changes={differing} first="before" other="Your entry" />}
      <p class="actions">
        <Push act={() => keep(now)}>Keep my entries</Push>
        <Push act={() => take(now)}>{now.rules ? "Use the current hours" : "Go on without hours"}</Push>
      </p>
    </News>
  );
}
