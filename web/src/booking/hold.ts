/** The one hold of this tab. What was sent is kept, so that a reload sends the same again and gets the same. */

import { insist, isOpen, type Outcome, type Slot, serverNow } from "../api/ask";
import * as bookings from "../api/bookings";
import { api } from "../api/client";
import { forget, keep, kept } from "../core/storage";
import { startIn } from "../core/time";
import { isOnBehalf } from "./on-behalf";
import type { Place } from "./place";

/** A request for a hold, and the hold once there is one. */
export interface Attempt {
  /** The slot that was chosen. With anyone, the hold may be with somebody else at the same time. */
  time: string;
  service: number | undefined;
  provider: number | "any" | undefined;
  client: number;
  key: string;
  held?: { id: string; booking: number; expires: number };
}

const HOLD = "holdfast.hold";

/** Return what was attempted for this choice, or null. */
export function attemptOf({ time, service, provider }: Place): Attempt | null {
  const attempt = kept<Attempt>(HOLD);
  const isSame = attempt?.time === time && attempt?.service === service && attempt?.provider === provider;
  return isSame ? attempt : null;
}

/** As `attemptOf`. Who books for others begins anew once a hold has lapsed: the next one is somebody else. */
export function unfinished(place: Place): Attempt | null {
  const attempt = attemptOf(place);
  const isOver = attempt?.held && attempt.held.expires <= serverNow();
  if (!isOver || !isOnBehalf(place)) return attempt;
  forgetHold();
  return null;
}

/** Return the attempt whose hold still lives, or null. */
export function liveHold(): Required<Attempt> | null {
  const attempt = kept<Attempt>(HOLD);
  return attempt?.held && attempt.held.expires > serverNow() ? (attempt as Required<Attempt>) : null;
}

/** Take up a hold that was begun elsewhere, so that it can be confirmed here. */
export function adopt(slot: Slot): void {
  const { id, provider_id: provider, service_id: service, client_id: client = 0 } = slot;
  keep<Attempt>(HOLD, { time: id, service, provider, client, key: crypto.randomUUID(), held: heldOf(slot) });
}

export function forgetHold(): void {
  forget(HOLD);
}

/** End a hold that has lapsed by this clock. If it lives on by the server's, nobody else could have the time. */
export async function endHold(): Promise<void> {
  const held = kept<Attempt>(HOLD)?.held;
  if (held) await release(held);
  forget(HOLD); // its key is spent: a new hold needs a new one
}

/** Hold the time. The same attempt again returns the same hold, so a lost response is no loss. */
export async function hold(place: Place & { time: string }, client: number): Promise<Outcome<Slot>> {
  const before = kept<Attempt>(HOLD);
  const same = attemptOf(place);
  const isSame = same?.client === client;
  const attempt = isSame ? same : begin(place, client);
  keep(HOLD, attempt);
  const outcome = await insist(() => send(attempt));
  const { data, problem } = outcome;
  if (data) keep(HOLD, { ...attempt, held: heldOf(data) });
  // Who books for others may hold several times; each is in the week.
  if (data && before?.held && !isSame && !isOnBehalf(place)) void release(before.held);
  if (problem && !isOpen(problem) && problem.status !== 401 && problem.status !== 429) forgetHold();
  return outcome;
}

function begin({ time, service, provider }: Place & { time: string }, client: number): Attempt {
  return { time, service, provider, client, key: crypto.randomUUID() };
}

function send({ time, service, provider, client, key }: Attempt) {
  const header = { "Idempotency-Key": key };
  if (service !== undefined && (provider === undefined || provider === "any")) {
    const start = new Date(startIn(time)).toISOString();
    const body = { service_id: service, start, client_id: client, provider_ids: null };
    return api.POST("/api/appointments/reserve", { params: { header }, body });
  }
  const params = { header, path: { appointment_id: time } };
  const body = { client_id: client, service_id: service ?? null };
  return api.POST("/api/appointments/reserve/{appointment_id}", { params, body });
}

function heldOf(slot: Slot): NonNullable<Attempt["held"]> {
  return { id: slot.id, booking: slot.booking_id ?? 0, expires: Date.parse(slot.expires_at ?? slot.start) };
}

/** Give the time back. What is gone already is given back, too. */
export async function release({ id, booking }: { id: string; booking: number }): Promise<Outcome<unknown>> {
  const outcome = await bookings.release(id, booking);
  return outcome.problem?.status === 404 ? { data: null } : outcome;
}

let intended: string | undefined;

/** Somebody has just chosen this time, so it may be held without one more question. */
export function intend(time: string | undefined): void {
  intended = time;
}

/** Whether this time has just been chosen. A link from elsewhere chooses nothing. */
export function isIntended(time: string): boolean {
  const was = intended === time;
  intended = undefined;
  return was;
}
