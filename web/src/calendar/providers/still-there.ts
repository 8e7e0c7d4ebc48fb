/** What a calendar still has, so that it cannot be deleted. */

import { ask, given, type Outcome, type Slot, serverNow } from "../../api/ask";
import { SPAN } from "../../api/bookings";
import { api } from "../../api/client";
import { all } from "../../api/known";
import { iso } from "../../core/time";

/** Return it in words, or nothing if it cannot be read. */
export async function stillThere(provider: number): Promise<string | undefined> {
  const path = { provider_id: provider };
  const [hours, slots] = await Promise.all([
    ask(() => api.GET("/api/providers/hours/{provider_id}", { params: { path } })),
    ahead(provider),
  ]);
  if (slots.problem) return undefined;
  const parts = [...(hours.data ? ["working hours"] : []), ...partsOf(slots.data)];
  return parts.join(", ") || "something more than two months ahead";
}

/** Lists go no further than two months. */
function ahead(provider: number): Promise<Outcome<Slot[]>> {
  const range = { provider_id: provider, from: iso(serverNow()), to: iso(serverNow() + SPAN), limit: 1000 };
  return all((cursor) =>
    ask(() => api.GET("/api/appointments", { params: { query: given({ ...range, cursor }) } })),
  );
}

function partsOf(slots: Slot[]): string[] {
  const number = (status: Slot["status"]) => slots.filter((slot) => slot.status === status).length;
  return [
    ...(number("available") ? ["open time"] : []),
    ...counted(number("held"), "hold"),
    ...counted(number("confirmed"), "appointment"),
  ];
}

function counted(count: number, what: string): string[] {
  return count ? [`${count} ${what}${count === 1 ? "" : "s"}`] : [];
}
