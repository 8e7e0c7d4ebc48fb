/** Somebody's appointments, in windows as wide as the API allows. */

import { DAY, iso } from "../core/time";
import { ask, type BookingEvent, type Client, given, insist, type Outcome, type Slot } from "./ask";
import { api } from "./client";
import { all } from "./known";

/** The most that one list may span, less an hour for clocks that change. */
export const SPAN = 61 * DAY;

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

/** Cancel this booking only. A repeat after a lost response finds it cancelled, and says so. */
export async function cancel(slot: Slot): Promise<Outcome<unknown>> {
  const outcome = await insist(() =>
    api.POST("/api/appointments/cancel/{appointment_id}", {
      params: { path: { appointment_id: slot.id } },
      body: { booking_id: slot.booking_id ?? null },
    }),
  );
  return outcome.problem?.status === 404 && slot.status === "held" ? { data: null } : outcome;
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
