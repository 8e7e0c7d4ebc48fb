/** Where a booking shall go, as it was typed: a date and a time by the provider's clock. */

import { instantsAt } from "../../core/clock";

export interface Draft {
  provider: number;
  date: string;
  time: string;
  /** Which instant is meant, of a time that comes twice. */
  at?: number | undefined;
}

export type Target =
  | { at: number; wrong?: undefined }
  | { at?: undefined; wrong: "date" | "time" | "which"; words: string };

/** Return the instant that was typed, or what is wrong with it. `now` is where the booking stands. */
export function targetOf({ date, time, at }: Draft, zone: string, now: number | undefined): Target {
  if (!date) return { wrong: "date", words: "Choose a date." };
  if (!time) return { wrong: "time", words: "Enter a time, or choose a free one." };
  if (Number(time.slice(3)) % 15) return { wrong: "time", words: "Choose a quarter-hour, such as 09:15." };
  const instants = instantsAt(date, time, zone);
  const chosen = instants.length > 1 ? instants.find((each) => each === at) : instants[0];
  if (!instants.length) {
    return { wrong: "time", words: "Clocks go forward that day and skip this time. Choose another." };
  }
  if (chosen === undefined) {
    return { wrong: "which", words: "Choose which one." };
  }
  return chosen === now ? { wrong: "time", words: "It starts at this time already." } : { at: chosen };
}

/** The id of the slot that starts there. No list has it if the start is within the minimum notice. */
export function slotAt(provider: number, at: number): string {
  return `${provider}-${new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
}
