/** Who the user is, and single providers. */

import { type Account, ask, type Me, type Outcome, type Provider } from "./ask";
import { api } from "./client";

export function me(): Promise<Outcome<Me>> {
  return ask(() => api.GET("/api/me"));
}

export function provider(id: number): Promise<Outcome<Provider>> {
  return ask(() => api.GET("/api/providers/{provider_id}", { params: { path: { provider_id: id } } }));
}

/** The provider with its owner and e-mail address, and its version. */
export function account(id: number): Promise<Outcome<Account>> {
  return ask(() =>
    api.GET("/api/providers/account/{provider_id}", { params: { path: { provider_id: id } } }),
  );
}
