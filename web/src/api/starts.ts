/** The times at which a visit can start, by the dates of the viewer's clock. */

import { addMonths, DAY, HERE, HOUR, iso, offset, startOf, wall } from "../core/time";
import { ask, given, type Outcome, type Slot } from "./ask";
import { api } from "./client";

/** What somebody wants to book, and with whom. */
export interface Wish {
  /** Absent: a plain slot of one provider. */
  service?: number;
  provider?: number;
}

/** An instant, and who is free then. */
export interface Start {
  at: number;
  slots: Slot[];
}

export type Days = ReadonlyMap<string, Start[]>;

type SlotPage = { items: Slot[]; next_cursor: string | null };

function page(
  wish: Wish,
  from: number,
  to: number,
  limit: number,
  cursor?: string,
): Promise<Outcome<SlotPage>> {
  const query = given({
    service_id: wish.service,
    provider_id: wish.provider,
    from: iso(from),
    to: iso(to),
    limit,
    cursor,
  });
  return ask(() => api.GET("/api/appointments/reserve", { params: { query } }));
}

/** Read the starts between two instants; `show` gets what there is after each page. */
export async function read(
  wish: Wish,
  from: number,
  to: number,
  show: (slots: Slot[]) => void,
): Promise<Outcome<Slot[]>> {
  const slots: Slot[] = [];
  let cursor: string | undefined;
  do {
    const { data, problem } = await page(wish, from, to, 1000, cursor);
    if (problem) return { problem };
    slots.push(...data.items);
    cursor = data.next_cursor ?? undefined;
    if (!cursor || !slots.length) continue;
    show(slots);
    await drawn();
  } while (cursor);
  show(slots);
  return { data: slots };
}

/** Wait until what has come is drawn, before more is asked for. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const WINDOW = 62 * DAY;
const WINDOWS = 6;

/** Find the first start from an instant on, within a year. Most often that takes one call. */
export async function firstFrom(wish: Wish, from: number): Promise<Outcome<Slot | null>> {
  for (let window = 0; window < WINDOWS; window++) {
    const begin = from + window * WINDOW;
    let cursor: string | undefined;
    do {
      const { data, problem } = await page(wish, begin, begin + WINDOW, 1, cursor);
      if (problem) return { problem };
      if (data.items[0]) return { data: data.items[0] };
      cursor = data.next_cursor ?? undefined;
    } while (cursor);
  }
  return { data: null };
}

/** The starts closest to an instant: up to three. */
export async function nearest(wish: Wish, at: number, now: number): Promise<Outcome<Start[]>> {
  const { data, problem } = await read(wish, Math.max(now, at - DAY), at + DAY, () => {});
  if (problem) return { problem };
  const close = starts(data).filter((start) => start.at !== at);
  if (close.length) {
    close.sort((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at));
    return { data: close.slice(0, 3).sort((one, other) => one.at - other.at) };
  }
  const later = await firstFrom(wish, at + DAY);
  return later.problem ? { problem: later.problem } : { data: starts(later.data ? [later.data] : []) };
}

/** Join the slots of several providers at one instant. */
export function starts(slots: readonly Slot[]): Start[] {
  const found = new Map<number, Start>();
  for (const slot of slots) {
    const at = Date.parse(slot.start);
    const start = found.get(at) ?? { at, slots: [] };
    start.slots.push(slot);
    found.set(at, start);
  }
  return [...found.values()].sort((one, other) => one.at - other.at);
}

export function byDay(slots: readonly Slot[]): Days {
  const days = new Map<string, Start[]>();
  for (const start of starts(slots)) {
    const { date } = wall(start.at);
    const day = days.get(date);
    if (day) day.push(start);
    else days.set(date, [start]);
  }
  return days;
}

/** Where a month begins and ends, an hour wider for clocks that change at midnight. */
export function monthSpan(month: string, now: number): [from: number, to: number] {
  const from = startOf(`${month}-01`) - HOUR;
  const to = startOf(`${addMonths(month, 1)}-01`) + HOUR;
  return [Math.max(now, from), to];
}

/** How far the provider's clock is ahead of UTC at the start of a slot. */
export function aheadAt(slot: Slot): number {
  return Date.parse(`${slot.local_start.slice(0, 19)}Z`) - Date.parse(slot.start);
}

export function isLocal(slot: Slot): boolean {
  return aheadAt(slot) === offset(Date.parse(slot.start), HERE);
}
