/** Who the user is, single providers, and their changes. */

import type { components } from "../generated/api";
import { type Account, ask, given, insist, type Me, type Outcome, type Provider } from "./ask";
import { api } from "./client";
import { isGone } from "./save";

type Schemas = components["schemas"];
export type OwnProvider = Schemas["OwnProviderResponse"];
export type NewProvider = Schemas["NewProvider"];
export type ProviderChange = Schemas["ProviderChange"];

export function me(): Promise<Outcome<Me>> {
  return ask(() => api.GET("/api/me"));
}

const at = (id: number) => ({ provider_id: id });

export function provider(id: number): Promise<Outcome<Provider>> {
  return ask(() => api.GET("/api/providers/{provider_id}", { params: { path: at(id) } }));
}

/** The provider with its owner and e-mail address, and its version. */
export function account(id: number): Promise<Outcome<Account>> {
  return ask(() => api.GET("/api/providers/account/{provider_id}", { params: { path: at(id) } }));
}

/** Create a provider. The key makes a repeat create no second one. */
export function createProvider(body: NewProvider, key: string): Promise<Outcome<OwnProvider>> {
  const header = { "Idempotency-Key": key };
  return insist(() => api.POST("/api/providers", { params: { header }, body }));
}

/** Change this version of a provider. */
export function changeProvider(
  id: number,
  body: ProviderChange,
  version: string | undefined,
): Promise<Outcome<OwnProvider>> {
  const params = { path: at(id), header: given({ "If-Match": version }) };
  return insist(() => api.PUT("/api/providers/{provider_id}", { params, body }));
}

/** Delete this version of a provider. It is deleted as well if a repeat finds it gone. */
export async function deleteProvider(id: number, version: string | undefined): Promise<Outcome<unknown>> {
  const params = { path: at(id), header: given({ "If-Match": version }) };
  const outcome = await insist(() => api.DELETE("/api/providers/{provider_id}", { params }));
  return outcome.problem?.status === 404 && (await isGone(() => provider(id))) ? { data: null } : outcome;
}
