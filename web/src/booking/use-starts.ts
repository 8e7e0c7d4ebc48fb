/** The free times of one month, and the way to the next free day. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, type Slot, serverNow } from "../api/ask";
import { byDay, type Days, drawn, firstFrom, monthSpan, read, type Wish } from "../api/starts";
import { DAY, MINUTE, wall } from "../core/time";

export interface Shown {
  month: string;
  days: Days;
  /** Nothing of this month has come yet. */
  isEmptyYet: boolean;
  isBusy: boolean;
  problem?: Problem | undefined;
  again: () => void;
}

interface State {
  key: string;
  month: string;
  slots: Slot[];
  isBusy: boolean;
  problem?: Problem | undefined;
}

const FIRST = 31 * DAY;
const STALE = 2 * MINUTE;

const monthOf = (instant: number) => wall(instant).date.slice(0, 7);

/** `date` names the month; without it, the month of the first free time is shown, and the URL stays. */
export function useStarts(wish: Wish, date: string | undefined): Shown {
  const asked = date?.slice(0, 7);
  const [attempt, setAttempt] = useState(0);
  const key = `${wish.service} ${wish.provider} ${asked}`;
  const [state, setState] = useState<State>();
  // The key stands for the wish and the month.
  useEffect(() => {
    let isWanted = true;
    const show = (change: Partial<State>) => {
      if (isWanted) setState((old) => ({ ...(old?.key === key ? old : blank(key, asked)), ...change }));
    };
    show({ isBusy: true, problem: undefined });
    load(wish, asked, (month, slots) => show({ month, slots })).then((problem) =>
      show({ isBusy: false, problem }),
    );
    return () => {
      isWanted = false;
    };
  }, [key, attempt]);
  useReturn(() => setAttempt((count) => count + 1));
  const current = state?.key === key ? state : blank(key, asked);
  return {
    month: current.month,
    days: byDay(current.slots),
    isEmptyYet: current.isBusy && !current.slots.length,
    isBusy: current.isBusy,
    problem: current.problem,
    again: () => setAttempt((count) => count + 1),
  };
}

function blank(key: string, asked: string | undefined): State {
  return { key, month: asked ?? monthOf(serverNow()), slots: [], isBusy: true };
}

async function load(
  wish: Wish,
  asked: string | undefined,
  show: (month: string, slots: Slot[]) => void,
): Promise<Problem | undefined> {
  const now = serverNow();
  if (asked) return (await read(wish, ...monthSpan(asked, now), (slots) => show(asked, slots))).problem;
  let month = "";
  const ahead = await read(wish, now, now + FIRST, (slots) => {
    month ||= slots[0] ? monthOf(Date.parse(slots[0].start)) : "";
    if (month) show(month, slots);
  });
  // The first days came with one call; the end of a later month is still missing.
  const end = month && monthSpan(month, now)[1];
  if (!end || ahead.problem || end <= now + FIRST) return ahead.problem;
  const seen = ahead.data;
  await drawn();
  const rest = await read(wish, now + FIRST, end, (slots) => show(month, [...seen, ...slots]));
  return rest.problem;
}

/** Whoever comes back to the tab after a while sees what is free now. */
function useReturn(refresh: () => void): void {
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    let left = Date.now();
    const look = () => {
      if (document.hidden) left = Date.now();
      else if (Date.now() - left > STALE) latest.current();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
}

export interface NextDay {
  /** The next free day, null if there is none within a year, undefined while it is looked for. */
  date: string | null | undefined;
  problem?: Problem | undefined;
}

/** The first free day after `from`, asked for only if `isWanted`. */
export function useNextDay(wish: Wish, from: number, isWanted: boolean): NextDay {
  const key = `${wish.service} ${wish.provider} ${from}`;
  const [found, setFound] = useState<NextDay & { key: string }>();
  // The key stands for the wish and the instant.
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    firstFrom(wish, from).then(({ data, problem }) => {
      const date = data ? wall(Date.parse(data.start)).date : problem ? undefined : null;
      if (isCurrent) setFound({ key, date, problem });
    });
    return () => {
      isCurrent = false;
    };
  }, [key, isWanted]);
  return found?.key === key ? found : { date: undefined };
}
