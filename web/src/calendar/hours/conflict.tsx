/** Somebody has changed the hours since these entries began. */

import { useState } from "preact/hooks";
import type { Problem } from "../../api/ask";
import { type HoursBody, hoursOf, type Stored } from "../../api/hours";
import { Trouble } from "../../ui/pieces";
import { useAction } from "../../ui/use";
import { Changes, News, Push } from "./pieces";
import { changes } from "./words";

interface ConflictProps {
  of: unknown;
  provider: number;
  /** What is entered here. */
  body: HoursBody;
  /** Go on with the hours as they are, or with what is entered here. */
  take: (now: Stored) => void;
  rebase: (now: Stored) => void;
}

export function Conflict({ of, provider, body, take, rebase }: ConflictProps) {
  const [now, setNow] = useState<Stored>();
  const [problem, setProblem] = useState<Problem>();
  const [read, isBusy] = useAction(async (then: (now: Stored) => void) => {
    const outcome = await hoursOf(provider);
    setProblem(outcome.problem);
    if (outcome.data) then(outcome.data);
  });
  return (
    <News
      of={of}
      isBad
      words="Somebody has changed these hours meanwhile. Your entries are still here, and not saved."
    >
      {problem && <Trouble problem={problem} />}
      {now && <Now now={now} body={body} />}
      <p class="actions">
        {now ? (
          <Push act={() => take(now)}>Use the current hours</Push>
        ) : (
          <Push isBusy={isBusy} act={() => read(setNow)}>
            Look at the current hours
          </Push>
        )}
        <Push isBusy={isBusy} act={() => (now ? rebase(now) : read(rebase))}>
          Keep my entries
        </Push>
      </p>
    </News>
  );
}

function Now({ now, body }: { now: Stored; body: HoursBody }) {
  const differing = changes(now.rules, body);
  if (!differing.length) return <p role="status">The current hours are the same as your entries.</p>;
  return (
    <div role="status">
      <p>{now.rules ? "The current hours differ from your entries:" : "There are no working hours now."}</p>
      {now.rules && <Changes changes={differing} first="before" other="Your entry" />}
    </div>
  );
}
