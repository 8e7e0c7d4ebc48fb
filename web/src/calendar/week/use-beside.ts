/** What is open beside the week, and where the focus goes when it closes. */

import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { addDays, HOUR, startIn, wall } from "../../core/time";
import type { Desk } from "../desk";
import { go, placeNow, replace } from "../place";
import type { Block } from "./blocks";
import { focusAt } from "./focus";
import { keepWords, keptWords } from "./late-words";
import { QUARTER, quartersOf } from "./quarters";
import type { Range } from "./read";
import { keptRange } from "./sign-in-again";

/** A range to open or close, or what has been done. A booking is in the address instead. */
interface Open {
  range?: Range | undefined;
  words?: string | undefined;
  /** Whether the words came after the user had gone on to something else. */
  isLate?: boolean;
}

export interface BesideState {
  isShown: boolean;
  range: Range | undefined;
  words: string | undefined;
  isLate: boolean;
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
  const [open, setOpen] = useState<Open>(() => ({
    range: keptRange(provider.id),
    words: keptWords(provider.id),
    isLate: true,
  }));
  const [round, setRound] = useState(0);
  const opener = useRef<number | HTMLElement | undefined>(undefined);
  const isShown = Boolean(open.range || open.words || place.slot);
  const isLatest = useLatest(round);
  useReturn(place.slot, layout);

  const dateOf = (slot: string) => wall(startIn(slot), provider.time_zone).date;
  const leave = () => {
    const { slot, day, ...now } = placeNow();
    // The day stays the one that is shown where there is room for one only.
    if (slot) replace({ ...now, day: day ?? dateOf(slot) });
  };
  const begin = (from: number | HTMLElement, next: Open, slot?: string) => {
    opener.current = from;
    setRound(round + 1);
    setOpen(next);
    if (slot) go({ ...placeNow(), day: dateOf(slot), slot });
    else leave();
  };
  const chooseRange = (range: Range) => begin(range.from, { range });
  const close = () => {
    const back = opener.current ?? (place.slot ? startIn(place.slot) : undefined);
    setRound(round + 1);
    setOpen({});
    leave();
    requestAnimationFrame(() => {
      if (typeof back === "number") focusAt(layout.current, back);
      else back?.focus();
    });
  };
  const done = (words: string) => {
    again();
    const stands = isLatest();
    if (stands === undefined) keepWords(provider.id, words);
    else if (stands && placeNow().slot === place.slot) {
      begin(opener.current ?? (place.slot ? startIn(place.slot) : serverNow()), { words });
    } else setOpen((now) => ({ ...now, words, isLate: true }));
  };
  useEscape(isShown, close);
  return {
    isShown,
    range: open.range,
    words: open.words,
    isLate: open.isLate === true,
    round,
    chooseRange,
    choose: ({ from, to, visit }) => (visit ? begin(from, {}, visit.id) : chooseRange({ from, to })),
    chooseAny: (date, from) => begin(from, { range: anyRange(date, provider.time_zone) }),
    change: (range) => setOpen((now) => ({ ...now, range })),
    done,
    close,
  };
}

/** Say whether a panel is still the one that is open; undefined if the week is no longer shown at all. */
function useLatest(round: number): () => boolean | undefined {
  const latest = useRef<number | undefined>(round);
  latest.current = round;
  useEffect(
    () => () => {
      latest.current = undefined;
    },
    [],
  );
  return () => (latest.current === undefined ? undefined : latest.current === round);
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
  const from =
    quarters.find(({ at, row }) => row >= 36 && at >= now)?.at ?? Math.ceil(now / QUARTER) * QUARTER;
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
