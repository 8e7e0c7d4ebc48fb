/** Single services, and their changes. */

import type { components } from "../generated/api";
import { ask, given, insist, type Outcome, type Service } from "./ask";
import { api } from "./client";
import { isGone } from "./save";

export type ServiceBody = Required<components["schemas"]["NewService"]>;

const at = (id: number) => ({ service_id: id });

export function service(id: number): Promise<Outcome<Service>> {
  return ask(() => api.GET("/api/services/{service_id}", { params: { path: at(id) } }));
}

/** Create a service. The key makes a repeat create no second one. */
export function createService(body: ServiceBody, key: string): Promise<Outcome<Service>> {
  const header = { "Idempotency-Key": key };
  return insist(() => api.POST("/api/services", { params: { header }, body }));
}

/** Change this version of a service. */
export function changeService(
  id: number,
  body: ServiceBody,
  version: string | undefined,
): Promise<Outcome<Service>> {
  const params = { path: at(id), header: given({ "If-Match": version }) };
  return insist(() => api.PUT("/api/services/{service_id}", { params, body }));
}

/** Delete this version of a service. It is deleted as well if a repeat finds it gone. */
export async function deleteService(id: number, version: string | undefined): Promise<Outcome<unknown>> {
  const params = { path: at(id), header: given({ "If-Match": version }) };
  const outcome = await insist(() => api.DELETE("/api/services/{service_id}", { params }));
  return outcome.problem?.status === 404 && (await isGone(() => service(id))) ? { data: null } : outcome;
}
