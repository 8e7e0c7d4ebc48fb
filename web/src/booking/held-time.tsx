/** A reminder of the time that is still held, for whoever went back to look at others. */

import { useEffect, useState } from "preact/hooks";
import { momentWords } from "../core/clock";
import { startIn } from "../core/time";
import { Trouble } from "../ui/pieces";
import { useAction } from "../ui/use";
import { sentenceOf } from "../ui/words";
import { forgetHold, liveHold, release } from "./hold";
import { Go } from "./place";

export function HeldTime() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => redraw((count) => count + 1), 5000);
    return () => clearInterval(clock);
  }, []);
  const live = liveHold();
  const [trouble, setTrouble] = useState<string>();
  const [letGo, isBusy] = useAction(async () => {
    const { problem } = live ? await release(live.held) : {};
    if (!problem || problem.status === 412) forgetHold();
    setTrouble(problem && sentenceOf(problem, "release"));
    redraw((count) => count + 1);
  });
  if (!live) return trouble ? <Trouble>{trouble}</Trouble> : null;
  const { time, service, provider } = live;
  return (
    <div class="notice">
      <p>{`You hold ${momentWords(startIn(time))}. If you choose another time, this one is given back.`}</p>
      {trouble && <Trouble>{trouble}</Trouble>}
      <p class="actions">
        <Go to={{ service, provider, time }} class="button">
          Go on with it
        </Go>
        <button type="button" disabled={isBusy} onClick={letGo}>
          Give it back
        </button>
      </p>
    </div>
  );
}
