/** The blocks of a week: what stands in each quarter-hour, and which of them are one. */

import type { Service, Slot } from "../../api/ask";
import { MINUTE } from "../../core/time";
import { QUARTER, type Quarter, quartersOf, ROWS } from "./quarters";

export type Kind =
  | "open"
  /** Open, but within the minimum notice: only the provider and administrators can book it. */
  | "soon"
  | "closed"
  | "past"
  | "booked"
  | "held"
  /** Before or after a visit, for its service. */
  | "buffer"
  /** Somebody's, without more being known. */
  | "taken";

export interface Listed {
  /** As the API lists them: free quarter-hours, and each visit once. */
  slots: readonly Slot[];
  /** The bookings of which some time is not open. */
  outside: ReadonlySet<string>;
  /** Those that the provider gives. */
  services: readonly Service[];
  /** The time that was read. */
  from: number;
  to: number;
  /** When they were read, by the server's clock. */
  now: number;
}

export interface Block {
  kind: Kind;
  from: number;
  to: number;
  /** The rows that it takes: the first one, and the one after its last. */
  first: number;
  end: number;
  lane?: 0 | 1;
  /** The visit that has this time, or whose buffer it is. */
  visit?: Slot;
  isOutside: boolean;
}

/** Whether there is anything to choose: time that is over, and free, has nothing. */
export function isChoosable({ kind }: Block): boolean {
  return kind !== "past";
}

export interface Day {
  date: string;
  blocks: Block[];
}

/** Rows from the first to the one before `end`. */
export interface Span {
  first: number;
  end: number;
}

interface State {
  kind: Kind;
  visit?: Slot;
}

const KINDS = {
  available: "open",
  closed: "soon",
  held: "held",
  confirmed: "booked",
  taken: "taken",
} as const;
const USUAL: Span = { first: 32, end: 72 }; // 08:00 to 18:00

/** The name under which a booking is marked as outside open time. */
export function markOf({ id, booking_id }: Slot): string {
  return `${id} ${booking_id}`;
}

/** What is known of each quarter-hour that is not just closed. */
export function statesOf({ slots, services, now }: Listed): ReadonlyMap<number, State> {
  const states = new Map<number, State>();
  for (const slot of slots) {
    const kind = KINDS[slot.status];
    const state = kind === "held" || kind === "booked" ? { kind, visit: slot } : { kind };
    for (let at = Date.parse(slot.start); at < Date.parse(slot.end); at += QUARTER) states.set(at, state);
  }
  for (const [at, visit] of buffers(slots, services)) {
    if (at >= now && !states.has(at)) states.set(at, { kind: "buffer", visit });
  }
  return states;
}

/** The buffers go by the services of now. A list does not say what they were when the visit was booked. */
function* buffers(slots: readonly Slot[], services: readonly Service[]): Generator<[number, Slot]> {
  const known = new Map(services.map((service) => [service.id, service]));
  for (const visit of slots) {
    const service = visit.client_id === undefined ? undefined : known.get(visit.service_id ?? 0);
    if (!service) continue;
    const from = Date.parse(visit.start);
    const to = Date.parse(visit.end);
    const before = from - service.buffer_before_minutes * MINUTE;
    for (let at = before; at < from; at += QUARTER) yield [at, visit];
    for (let at = to; at < to + service.buffer_after_minutes * MINUTE; at += QUARTER) yield [at, visit];
  }
}

/** The hours that matter: from the earliest to the latest time that is not just closed, in whole hours. */
export function rowsOf(dates: readonly string[], zone: string, states: ReadonlyMap<number, State>): Span {
  const rows = dates
    .flatMap((date) => quartersOf(date, zone).filter(({ at }) => states.has(at)))
    .map(({ row }) => row);
  const first = Math.min(USUAL.first, ...rows);
  const end = Math.max(USUAL.end, ...rows.map((row) => row + 1));
  return { first: Math.floor(first / 4) * 4, end: Math.ceil(end / 4) * 4 };
}

export const WHOLE: Span = { first: 0, end: ROWS };

/** Join the quarter-hours of a date that are the same, one after the other, and drawn one below the other. */
export function dayOf(
  date: string,
  zone: string,
  span: Span,
  states: ReadonlyMap<number, State>,
  listed: Listed,
): Day {
  const blocks: Block[] = [];
  for (const quarter of quartersOf(date, zone)) {
    if (quarter.row < span.first || quarter.row >= span.end) continue;
    const state = states.get(quarter.at) ?? { kind: quarter.at < listed.now ? "past" : "closed" };
    const last = blocks.at(-1);
    if (last && goesOn(last, quarter) && last.kind === state.kind && last.visit === state.visit) {
      last.to += QUARTER;
      last.end += 1;
    } else {
      const isOutside = state.visit !== undefined && listed.outside.has(markOf(state.visit));
      blocks.push({ ...state, ...piece(quarter), isOutside });
    }
  }
  return { date, blocks };
}

/** Where on a date a range is drawn. */
export function piecesOf(date: string, zone: string, span: Span, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  for (const quarter of quartersOf(date, zone)) {
    if (quarter.at < from || quarter.at >= to || quarter.row < span.first || quarter.row >= span.end)
      continue;
    const last = pieces.at(-1);
    if (last && goesOn(last, quarter)) {
      last.to += QUARTER;
      last.end += 1;
    } else pieces.push(piece(quarter));
  }
  return pieces;
}

export type Piece = Pick<Block, "from" | "to" | "first" | "end" | "lane">;

function piece({ at, row, lane }: Quarter): Piece {
  return { from: at, to: at + QUARTER, first: row, end: row + 1, ...(lane === undefined ? {} : { lane }) };
}

/** Whether a quarter-hour follows, in time and on the clock, so that one block can show both. */
function goesOn(last: Piece, { at, row, lane }: Quarter): boolean {
  return last.to === at && last.end === row && last.lane === lane;
}
