/** The server's clock: holds end by it, however wrong the clock of this machine is. */

let ahead = 0;

/** In milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** Take the time from a response. */
export function readClock(response: Response): void {
  const told = Date.parse(response.headers.get("date") ?? "");
  // The header has whole seconds. Smaller differences say nothing.
  if (told) ahead = Math.abs(told - Date.now()) < 2000 ? 0 : told - Date.now();
}
