/** The address at which a calendar program follows the appointments of a client or a provider. */

import type { components } from "../generated/api";
import { ask, insist, isOpen, type Outcome } from "./ask";
import { api } from "./client";

type Schemas = components["schemas"];
export type FeedOf = { client_id: number } | { provider_id: number; busy_only: boolean };

/** Return whether there is an address. Nobody is told it again. */
export async function hasFeed(of: FeedOf): Promise<Outcome<boolean>> {
  const query = "client_id" in of ? of : { provider_id: of.provider_id };
  const { data, problem } = await ask(() => api.GET("/api/calendars", { params: { query } }));
  if (problem) return { problem };
  const busy = "client_id" in of ? false : of.busy_only;
  return { data: data.items.some((feed) => feed.busy_only === busy) };
}

/** Make an address, which is shown only now. With the same key, a repeat makes the same one. */
export function makeFeed(of: FeedOf, key: string): Promise<Outcome<Schemas["FeedAddressResponse"]>> {
  const header = { "Idempotency-Key": key };
  const body = { client_id: null, provider_id: null, busy_only: false, ...of };
  return insist(() => api.POST("/api/calendars", { params: { header }, body }));
}

/** End the address. If no response came, or none is found, it is asked whether there still is one. */
export async function endFeed(of: FeedOf): Promise<Outcome<unknown>> {
  const outcome = await insist(() => api.DELETE("/api/calendars", { params: { query: of } }));
  if (outcome.problem?.status === 404) return { data: null };
  return isOpen(outcome.problem) && (await hasFeed(of)).data === false ? { data: null } : outcome;
}
