/** Somebody's appointments, in windows as wide as the API allows. */

import { DAY, iso } from "../core/time";
import { ask, type BookingEvent, type Client, given, insist, isOpen, type Outcome, type Slot } from "./ask";
import { api } from "./client";
import { all } from "./known";

/** The most that one list may span, less a day for clocks that change. */
export const SPAN = 61 * DAY;

/** Read a longer time in pieces that the API allows. */
export async function inPieces<T>(
  from: number,
  to: number,
  read: (from: number, to: number) => Promise<Outcome<T[]>>,
): Promise<Outcome<T[]>> {
  const begins = Array.from({ length: Math.ceil((to - from) / SPAN) }, (_, piece) => from + piece * SPAN);
  const lists = await Promise.all(begins.map((begin) => read(begin, Math.min(begin + SPAN, to))));
  const failed = lists.find((list) => list.problem);
  return failed?.problem ? { problem: failed.problem } : { data: lists.flatMap((list) => list.data ?? []) };
}

export interface Entry {
  slot: Slot;
  client: Client;
}

/** The appointments of all these people between two instants, in the order of time. */
export async function between(people: Client[], from: number, to: number): Promise<Outcome<Entry[]>> {
  const lists = await Promise.all(people.map((client) => of(client, from, to)));
  const failed = lists.find((list) => list.problem);
  if (failed?.problem) return { problem: failed.problem };
  const entries = lists.flatMap((list) => list.data ?? []);
  return { data: entries.sort((one, other) => one.slot.start.localeCompare(other.slot.start)) };
}

async function of(client: Client, from: number, to: number): Promise<Outcome<Entry[]>> {
  const range = { client_id: client.id, from: iso(from), to: iso(to) };
  const { data, problem } = await all((cursor) =>
    ask(() => api.GET("/api/appointments", { params: { query: given({ ...range, cursor }) } })),
  );
  return problem ? { problem } : { data: data.map((slot) => ({ slot, client })) };
}

/** The bookings of which some time is not open, each once, in the order of time. */
export async function uncovered(provider: number, from: number, to: number): Promise<Outcome<Slot[]>> {
  const { data, problem } = await inPieces(from, to, (begin, end) => {
    const query = { provider_id: provider, uncovered: true, from: iso(begin), to: iso(end), limit: 1000 };
    return all((cursor) =>
      ask(() => api.GET("/api/appointments", { params: { query: given({ ...query, cursor }) } })),
    );
  });
  if (problem) return { problem };
  // A visit on the border of two pieces is in both.
  return { data: [...new Map(data.map((slot) => [slot.booking_id, slot])).values()] };
}

/** Cancel this booking only. A repeat after a lost response finds it cancelled, and says so. */
export function cancel({ id, booking_id: booking = 0 }: Slot): Promise<Outcome<unknown>> {
  return insist(() => end(id, booking));
}

/** A hold has the version 0, and an appointment a later one. */
const HELD = '"0"';

/** Release this hold only. Once it is confirmed, it stays, and the response is 412. */
export function release(id: string, booking: number): Promise<Outcome<unknown>> {
  return insist(() => end(id, booking, HELD));
}

function end(id: string, booking: number, version?: string) {
  const params = { path: { appointment_id: id }, header: given({ "If-Match": version }) };
  const body = { booking_id: booking || null };
  return api.POST("/api/appointments/cancel/{appointment_id}", { params, body });
}

/** Move this booking. The key makes a repeat the same move, wherever the booking stands by then. */
export function move(from: string, to: string, booking: number, key: string): Promise<Outcome<Slot>> {
  return insist(() =>
    api.POST("/api/appointments/reschedule/{appointment_id}", {
      params: { path: { appointment_id: from }, header: { "Idempotency-Key": key } },
      body: { to, booking_id: booking },
    }),
  );
}

export async function historyOf(booking: number): Promise<Outcome<BookingEvent[]>> {
  const { data, problem } = await ask(() =>
    api.GET("/api/bookings/{booking_id}/history", { params: { path: { booking_id: booking } } }),
  );
  return problem ? { problem } : { data: data.items };
}

export function booking(id: number) {
  return ask(() => api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } }));
}

export type Confirmed = Outcome<Slot> | { data?: undefined; problem?: undefined; stillHeld: Slot };

/** Confirm the hold. Without a response, look where the booking stands before anything is said of it. */
export async function confirm(slot: Slot): Promise<Confirmed> {
  const path = { appointment_id: slot.id };
  const booking = slot.booking_id ?? null;
  const outcome = await insist(() =>
    api.POST("/api/appointments/confirm/{appointment_id}", {
      params: { path },
      body: { booking_id: booking },
    }),
  );
  if (!isOpen(outcome.problem)) return outcome;
  const seen = await look(slot);
  if (seen.data?.booking_id !== slot.booking_id) return outcome;
  if (seen.data?.status === "confirmed") return seen;
  return seen.data?.status === "held" ? { stillHeld: seen.data } : outcome;
}

/** Ask where the time stands now. */
export function look({ id }: Slot): Promise<Outcome<Slot>> {
  return ask(() =>
    api.GET("/api/appointments/{appointment_id}", { params: { path: { appointment_id: id } } }),
  );
}
