/** The address at which a calendar program follows a client's appointments. Its routes are typed here by hand. */

import { problemOf } from "./api";
import type { Outcome } from "./ask";
import { freshToken } from "./session";

export interface Feed {
  busy_only: boolean;
  created_at: string;
}

const ROUTE = "/api/calendars";

async function send<T>(method: string, path: string, body?: object): Promise<Outcome<T>> {
  try {
    const token = await freshToken();
    const response = await fetch(path, {
      method,
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    const said = await response.json().catch(() => undefined);
    return response.ok ? { data: said } : { problem: problemOf({ response, error: said }) };
  } catch {
    return { problem: problemOf({ response: Response.error() }) };
  }
}

export async function feeds(client: number): Promise<Outcome<Feed[]>> {
  const { data, problem } = await send<{ calendars: Feed[] }>("GET", `${ROUTE}?client_id=${client}`);
  return problem ? { problem } : { data: data.calendars };
}

/** Make an address, which is shown this once. An older one stops working. */
export function makeFeed(client: number): Promise<Outcome<{ url: string }>> {
  return send("POST", ROUTE, { client_id: client });
}

export function endFeed(client: number): Promise<Outcome<unknown>> {
  return send("DELETE", `${ROUTE}?client_id=${client}`);
}
