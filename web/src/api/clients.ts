/** The people for whom the user may book. */

import { ask, type Client, given, type Outcome } from "./ask";
import { api } from "./client";
import { all } from "./known";

export function clients(): Promise<Outcome<Client[]>> {
  return all((cursor) => ask(() => api.GET("/api/clients", { params: { query: given({ cursor }) } })));
}
