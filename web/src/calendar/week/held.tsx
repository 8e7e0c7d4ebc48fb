/** How a hold ages: the minutes left, and a bar that shrinks, by the server's clock. */

import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { MINUTE } from "../../core/time";

/** The bar is full with this much left, which is how long a hold lasts unless the stack says otherwise. */
const FULL = 30 * MINUTE;
const SHORT = 5 * MINUTE;

export function Held({ until, hasWords }: { until: number; hasWords: boolean }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const clock = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(clock);
  }, []);
  const left = Math.max(0, until - now);
  return (
    <span class={left < SHORT ? "left short" : "left"}>
      {hasWords && <span>{leftWords(left)}</span>}
      <span class="bar">
        <span class="rest" style={{ width: `${Math.min(100, (left / FULL) * 100)}%` }} />
      </span>
    </span>
  );
}

function leftWords(left: number): string {
  if (left === 0) return "lapsed";
  if (left < MINUTE) return `${Math.ceil(left / 1000)} s left`;
  return `${Math.ceil(left / MINUTE)} min left`;
}
