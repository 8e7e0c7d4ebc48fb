/**
 * The client of the API, with types from its OpenAPI document.
 *
 * `await api.GET("/api/services", …)` never throws for a failed request: it returns `data`, or none. Then
 * `problemOf` of the same result says why. Requests carry the user's token if there is one.
 */

import createClient from "openapi-fetch";
import type { paths } from "../generated/api";
import { freshToken, renewedToken } from "./session";

/** Why a request had no effect, or may have had none. */
export interface Problem {
  /** The HTTP status, or 0 if there was no response. Then nobody knows whether the request had an effect. */
  status: number;
  /** The API's code, such as `taken`. Empty if the response is not the API's own. */
  code: string;
  title: string;
  detail: string;
  /** Seconds to wait before the next try. */
  retryAfter?: number;
  /** Whether an earlier try got no clear response, and this refusal says nothing of it. */
  wasOpen?: boolean;
  /** All members of the problem document, such as `alternatives` and `errors`. */
  members: Readonly<Record<string, unknown>>;
}

const TIMEOUT = 10_000; // milliseconds, also for the body

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

/** Describe the failure of a result without `data`. */
export function problemOf({ response, error }: { response: Response; error?: unknown }): Problem {
  const members = isRecord(error) ? error : {};
  const waiting = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return {
    status: response.status,
    code: text(members.code),
    title: text(members.title) || fallback(response.status).title,
    detail: text(members.detail) || fallback(response.status).detail,
    ...(waiting > 0 ? { retryAfter: waiting } : {}),
    members,
  };
}

async function send(request: Request): Promise<Response> {
  const token = await freshToken();
  const again = request.clone();
  const response = await attempt(request, token);
  if (response.status !== 401 || !token) return response;
  // The gateway refused the token before the API saw the request, so it is safe to send it again.
  const renewed = await renewedToken();
  return renewed && renewed !== token ? attempt(again, renewed) : response;
}

async function attempt(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT)]);
  try {
    const response = await fetch(request, { signal });
    const body = await response.text();
    return understood(response, body) ? new Response(body || null, response) : Response.error();
  } catch (error) {
    if (request.signal.aborted) throw error;
    return Response.error();
  }
}

/**
 * Whether the API or its gateway can have sent this response. A hotel's network, for example, sends a page of its
 * own, with any status.
 */
function understood(response: Response, body: string): boolean {
  if (response.status === 204 || response.status >= 500) return true;
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  // That something is gone is believed only if the API itself says it.
  return isJson && (response.status !== 404 || /"code":\s*"not_found"/.test(body));
}

function fallback(status: number): { title: string; detail: string } {
  if (status === 0) return { title: "No response", detail: "The server cannot be reached." };
  if (status === 401) return { title: "Signed out", detail: "Please sign in again." };
  if (status === 429) return { title: "Busy", detail: "There are too many requests at the moment." };
  return { title: "That did not work", detail: "Something went wrong on the server." };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
