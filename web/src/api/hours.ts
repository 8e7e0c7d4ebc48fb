/** A provider's working hours. */

import type { components } from "../generated/api";
import { ask, given, insist, type Outcome, type Slot } from "./ask";
import { api } from "./client";

/** Working hours as the API takes them. What is left out gets its default. */
export type HoursBody = components["schemas"]["HoursBody"];

/** Working hours as the API returns them. Times are pairs, such as 09:00 and 17:00. */
export interface Rules {
  weekly: Required<HoursBody["weekly"]>;
  overrides: { from: string; to: string; hours: string[][] }[];
  horizon_days: number;
}

/** What the API said last: the hours, or null if there are none, and their version. */
export interface Stored {
  rules: Rules | null;
  tag?: string | undefined;
}

/** Bookings outside open time; `more` says that there are others. */
export interface Found {
  still_booked: Slot[];
  more: boolean;
}

const of = (provider: number) => ({ provider_id: provider });

export async function hoursOf(provider: number): Promise<Outcome<Stored>> {
  const { data, tag, problem } = await ask(() =>
    api.GET("/api/providers/hours/{provider_id}", { params: { path: of(provider) } }),
  );
  if (problem?.status === 404) return { data: { rules: null } };
  return problem ? { problem } : { data: { rules: data, tag } };
}

/** Set the hours, if the version is still this one, or if there are still none. A preview changes nothing. */
export function putHours(
  provider: number,
  body: HoursBody,
  tag: string | undefined,
  isPreview: boolean,
): Promise<Outcome<Rules & Found>> {
  const params = {
    path: of(provider),
    header: tag ? { "If-Match": tag } : { "If-None-Match": "*" as const },
    query: given({ preview: isPreview || undefined }),
  };
  return insist(() => api.PUT("/api/providers/hours/{provider_id}", { params, body }));
}

export function deleteHours(provider: number, tag: string | undefined): Promise<Outcome<Found>> {
  const params = { path: of(provider), header: given({ "If-Match": tag }) };
  return insist(() => api.DELETE("/api/providers/hours/{provider_id}", { params }));
}
