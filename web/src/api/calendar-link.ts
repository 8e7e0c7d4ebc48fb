/** The address at which a calendar program follows a client's appointments. */

import type { components } from "../generated/api";
import { ask, insist, type Outcome } from "./ask";
import { api } from "./client";

type Schemas = components["schemas"];

export async function feeds(client: number): Promise<Outcome<Schemas["FeedResponse"][]>> {
  const query = { client_id: client };
  const { data, problem } = await ask(() => api.GET("/api/calendars", { params: { query } }));
  return problem ? { problem } : { data: data.items };
}

/** Make an address, which is shown this once. An older one stops working. */
export function makeFeed(client: number): Promise<Outcome<Schemas["FeedAddressResponse"]>> {
  const header = { "Idempotency-Key": crypto.randomUUID() };
  const body = { client_id: client, provider_id: null, busy_only: false };
  return insist(() => api.POST("/api/calendars", { params: { header }, body }));
}

/** End the address. A repeat after a lost response finds none, which is what it is for. */
export async function endFeed(client: number): Promise<Outcome<unknown>> {
  const query = { client_id: client };
  const outcome = await insist(() => api.DELETE("/api/calendars", { params: { query } }));
  return outcome.problem?.status === 404 ? { data: null } : outcome;
}
