/** What the API says of single fields. */

import type { Problem } from "../api/ask";

/** Map the name of each field that was refused to the reason. */
export function refusedFields({ members }: Problem): Record<string, string> {
  const errors = Array.isArray(members.errors) ? members.errors : [];
  return Object.fromEntries(errors.map(({ field, detail }) => [field, detail]));
}
