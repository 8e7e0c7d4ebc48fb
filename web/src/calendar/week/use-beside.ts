/** What is open beside the week, and where the focus goes when it closes. */

import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { addDays, HOUR, startIn, wall } from "../../core/time";
import type { Desk } from "../desk";
import { go, replace } from "../place";
import type { Block } from "./blocks";
import { focusAt } from "./focus";
import { quartersOf } from "./quarters";
import type { Range } from "./read";
import { keptRange } from "./sign-in-again";

/** A range to open or close, or what has been done. A booking is in the address instead. */
interface Open {
  range?: Range | undefined;
  words?: string;
}

export interface BesideState {
  isShown: boolean;
  range: Range | undefined;
  words: string | undefined;
  /** How often something was chosen, so that each panel is a new one. */
  round: number;
  choose: (block: Block) => void;
  chooseRange: (range: Range) => void;
  chooseAny: (date: string, opener: HTMLElement) => void;
  change: (range: Range) => void;
  done: (words: string) => void;
  close: () => void;
}

export function useBeside(
  { place, provider }: Desk,
  again: () => void,
  layout: { current: HTMLElement | null },
): BesideState {
  const [open, setOpen] = useState<Open>(() => ({ range: keptRange(provider.id) }));
  const [round, setRound] = useState(0);
  const opener = useRef<number | HTMLElement | undefined>(undefined);
  const isShown = Boolean(open.range || open.words || place.slot);
  useReturn(place.slot, layout);

  const dateOf = (slot: string) => wall(startIn(slot), provider.time_zone).date;
  // The day stays the one that is shown where there is room for one only.
  const leave = (slot: string) => replace({ ...place, day: place.day ?? dateOf(slot), slot: undefined });
  const begin = (from: number | HTMLElement, next: Open, slot?: string) => {
    opener.current = from;
    setRound(round + 1);
    setOpen(next);
    if (slot) go({ ...place, day: dateOf(slot), slot });
    else if (place.slot) leave(place.slot);
  };
  const chooseRange = (range: Range) => begin(range.from, { range });
  const close = () => {
    const back = opener.current ?? (place.slot ? startIn(place.slot) : undefined);
    setOpen({});
    if (place.slot) leave(place.slot);
    requestAnimationFrame(() => {
      if (typeof back === "number") focusAt(layout.current, back);
      else back?.focus();
    });
  };
  useEscape(isShown, close);
  return {
    isShown,
    range: open.range,
    words: open.words,
    round,
    chooseRange,
    choose: ({ from, to, visit }) => (visit ? begin(from, {}, visit.id) : chooseRange({ from, to })),
    chooseAny: (date, from) => begin(from, { range: anyRange(date, provider.time_zone) }),
    change: (range) => setOpen({ range }),
    done: (words) => {
      begin(opener.current ?? (place.slot ? startIn(place.slot) : serverNow()), { words });
      again();
    },
    close,
  };
}

function useEscape(isShown: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!isShown) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) latest.current();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isShown]);
}

/** An hour to begin with: of that date from nine o'clock on, but not of what is over. */
function anyRange(date: string, zone: string): Range {
  const quarters = [date, addDays(date, 1)].flatMap((each) => quartersOf(each, zone));
  const now = serverNow();
  const from = quarters.find(({ at, row }) => row >= 36 && at >= now)?.at ?? now;
  return { from, to: from + HOUR };
}

/** "Back" closes a booking too. Its time in the week is then where one goes on. */
function useReturn(slot: string | undefined, layout: { current: HTMLElement | null }): void {
  const before = useRef(slot);
  useEffect(() => {
    const last = before.current;
    before.current = slot;
    if (last && !slot && document.activeElement === document.body) focusAt(layout.current, startIn(last));
  }, [slot, layout]);
}
