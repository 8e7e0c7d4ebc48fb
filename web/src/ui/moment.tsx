/** One instant, by the viewer's clock and, where that differs, by the provider's. */

import type { Slot } from "../api/ask";
import { aheadAt, isLocal, type Start } from "../api/starts";
import { clockWords, momentWords } from "../core/clock";
import { cityOf, dayWords, HERE, lengthWords, offset, offsetWords, wall } from "../core/time";
import type { Providers } from "./shown-providers";

const NOBODY: Providers = new Map();

/** Such as "09:00 in Berlin", with the date if that differs too. */
function there(slot: Slot, providers: Providers): string {
  const zone = providers.get(slot.provider_id)?.time_zone;
  const date = slot.local_start.slice(0, 10);
  const time = slot.local_start.slice(11, 16);
  const clock = zone ? `${time} in ${cityOf(zone)}` : `${time} (${offsetWords(aheadAt(slot))})`;
  return date === wall(Date.parse(slot.start)).date ? clock : `${dayWords(date)}, ${clock}`;
}

/** The clocks of those providers that differ from the viewer's at that instant. */
export function elsewhere(start: Start, providers: Providers = NOBODY): string[] {
  const differing = start.slots.filter((slot) => !isLocal(slot));
  return [...new Set(differing.map((slot) => there(slot, providers)))];
}

/** What is said for a time: "Tuesday 2 December, 10:00, 45 minutes". */
export function spoken(start: Start, minutes: number, providers?: Providers): string {
  const day = dayWords(wall(start.at).date);
  return [day, clockWords(start.at), lengthWords(minutes), ...elsewhere(start, providers)].join(", ");
}

export function minutesOf(slot: Slot): number {
  return (Date.parse(slot.end) - Date.parse(slot.start)) / 60_000;
}

/** The time there, with the date only if that differs too. */
function differingWords(at: number, zone: string): string {
  const there = wall(at, zone);
  return there.date === wall(at).date ? clockWords(at, zone) : momentWords(at, zone);
}

/** When a visit starts, in full, for summaries. */
export function When({ at, minutes, zone }: { at: number; minutes?: number; zone?: string }) {
  const differs = zone !== undefined && offset(at, zone) !== offset(at, HERE);
  const length = minutes ? `, ${lengthWords(minutes)}` : "";
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>
        {dayWords(wall(at).date)}, {clockWords(at)}
        {length}
      </time>
      {differs && (
        <span class="there"> {`in ${cityOf(HERE)}; ${differingWords(at, zone)} in ${cityOf(zone)}`}</span>
      )}
    </>
  );
}
