/** How long a hold lasts, by the server's clock. */

import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../api/ask";
import { MINUTE, wall } from "../core/time";
import { Said } from "./pieces";

const NAMED = [5, 1];

export function Countdown({ until, lapse }: { until: number; lapse: () => void }) {
  const [left, setLeft] = useState(until - serverNow());
  useEffect(() => {
    const clock = setInterval(() => setLeft(until - serverNow()), 250);
    return () => clearInterval(clock);
  }, [until]);
  const isOver = left <= 0;
  // A hold lapses once, whatever `lapse` is by then.
  useEffect(() => {
    if (isOver) lapse();
  }, [isOver]);
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <>
      <p class={left < MINUTE ? "countdown short" : "countdown"}>
        {`Held for you until ${wall(until).time} `}
        <span aria-hidden="true" class="clock">
          {`${clock} left`}
        </span>
      </p>
      <Said>{warning(left)}</Said>
    </>
  );
}

/** Said at five minutes and at one, not in between. */
function warning(left: number): string {
  const mark = NAMED.filter((minutes) => left <= minutes * MINUTE).pop();
  if (!mark || left <= 0) return "";
  return `${mark} minute${mark === 1 ? "" : "s"} left to confirm.`;
}
