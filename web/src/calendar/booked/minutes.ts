/** How many minutes are left until an instant, by the server's clock. */

import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { MINUTE } from "../../core/time";

/** None is left from that instant on. A component that uses it is drawn again each minute. */
export function useMinutes(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - serverNow()) / MINUTE));
  const [minutes, setMinutes] = useState(left);
  useEffect(() => {
    setMinutes(left());
    const clock = setInterval(() => setMinutes(left()), 1000);
    return () => clearInterval(clock);
  }, [until]);
  return minutes;
}
