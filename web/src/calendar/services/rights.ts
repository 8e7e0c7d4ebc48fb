/** Who may change a service. */

import type { Service } from "../../api/ask";
import type { Desk } from "../desk";

/** A provider may change a service only if nobody else provides it. */
export function canChange({ provider_ids: ids }: Service, { isAdmin, me }: Desk): boolean {
  return isAdmin || (ids.length > 0 && ids.every((id) => me.provider_ids.includes(id)));
}
