/** By whose clock times are shown. */

import { serverNow } from "../core/server-clock";
import { cityOf, DAY, HERE, offset } from "../core/time";

/** A sentence if the clock there differs from the viewer's, now or in half a year; else nothing. */
export function whoseClock(zone: string): string {
  const differs = [0, 182 * DAY].some((later) => {
    const at = serverNow() + later;
    return offset(at, zone) !== offset(at, HERE);
  });
  return differs ? `Times are by the clock in ${cityOf(zone)}.` : "";
}

/** A name, with the sentence about its clock if there is one. */
export function withClock(name: string, zone: string): string {
  const words = whoseClock(zone);
  return words ? `${name}. ${words}` : name;
}
