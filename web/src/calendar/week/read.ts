/** What a week shows, and how its time is opened and closed. */

import { ask, given, insist, type Outcome, type Provider, type Slot, serverNow } from "../../api/ask";
import { api } from "../../api/client";
import { all, servicesOf } from "../../api/known";
import { addDays, HOUR, iso, startOf } from "../../core/time";
import type { components } from "../../generated/api";
import { type Listed, markOf } from "./blocks";

type Schemas = components["schemas"];

interface Filters {
  too_soon?: true;
  uncovered?: true;
  status?: "held";
}

/** A visit takes up to eight hours, and is listed where it starts. */
const LONGEST = 8 * HOUR;
/** The time before a visit that its service may keep free. */
const BUFFER = 2 * HOUR;

export async function readWeek({ id, time_zone }: Provider, monday: string): Promise<Outcome<Listed>> {
  const from = startOf(monday, time_zone) - LONGEST - HOUR;
  const to = startOf(addDays(monday, 7), time_zone) + BUFFER + HOUR;
  const [slots, outside, services] = await Promise.all([
    list(id, from, to, { too_soon: true }),
    list(id, from, to, { uncovered: true }),
    servicesOf(id),
  ]);
  if (slots.problem) return slots;
  if (outside.problem) return outside;
  if (services.problem) return services;
  const marks = new Set(outside.data.map(markOf));
  return { data: { slots: slots.data, outside: marks, services: services.data, from, to, now: serverNow() } };
}

function list(provider: number, from: number, to: number, filters: Filters): Promise<Outcome<Slot[]>> {
  const range = { provider_id: provider, from: iso(from), to: iso(to), limit: 1000 };
  return all((cursor) =>
    ask(() => api.GET("/api/appointments", { params: { query: given({ ...range, ...filters, cursor }) } })),
  );
}

export interface Range {
  from: number;
  to: number;
}

/** `isSure`: the first request got a response, so the response says what it has changed. */
export type Changed<T> = Outcome<T & { isSure: boolean }>;

export async function openTime(provider: number, range: Range): Promise<Changed<Schemas["OpenedAnswer"]>> {
  const path = { provider_id: provider };
  return counted(() =>
    api.POST("/api/providers/availability/{provider_id}", { params: { path }, body: bodyOf(range) }),
  );
}

export async function closeTime(provider: number, range: Range): Promise<Changed<Schemas["ClosedAnswer"]>> {
  const path = { provider_id: provider };
  return counted(() =>
    api.DELETE("/api/providers/availability/{provider_id}", { params: { path }, body: bodyOf(range) }),
  );
}

const bodyOf = ({ from, to }: Range) => ({ start_datetime: iso(from), end_datetime: iso(to) });

/** A repeat is safe, but its response cannot tell what the lost first request has changed. */
async function counted<T>(call: Parameters<typeof insist<T>>[0]): Promise<Changed<T>> {
  let sent = 0;
  const outcome = await insist(() => {
    sent += 1;
    return call();
  });
  return outcome.problem ? outcome : { data: { ...outcome.data, isSure: sent === 1 } };
}

/** The holds that have some time of a range. */
export async function heldIn(provider: number, { from, to }: Range): Promise<Outcome<Slot[]>> {
  const { data, problem } = await list(provider, from - LONGEST, to, { status: "held" });
  return problem ? { problem } : { data: data.filter(({ end }) => Date.parse(end) > from) };
}
