/** What a calendar still has, so that it cannot be deleted. */

import { ask, given, type Outcome, type Slot, serverNow } from "../../api/ask";
import { SPAN } from "../../api/bookings";
import { api } from "../../api/client";
import { hoursOf } from "../../api/hours";
import { all } from "../../api/known";
import { iso } from "../../core/time";

/** Return it in words, or nothing if it cannot be read. */
export async function stillThere(provider: number): Promise<string | undefined> {
  const [hours, slots] = await Promise.all([hoursOf(provider), ahead(provider)]);
  if (hours.problem || slots.problem) return undefined;
  const parts = [...(hours.data.rules ? ["working hours"] : []), ...partsOf(slots.data)];
  return parts.join(", ") || "something more than two months ahead";
}

/** Lists go no further than two months. */
function ahead(provider: number): Promise<Outcome<Slot[]>> {
  const range = { from: iso(serverNow()), to: iso(serverNow() + SPAN), limit: 1000 };
  const query = { provider_id: provider, too_soon: true, ...range };
  return all((cursor) =>
    ask(() => api.GET("/api/appointments", { params: { query: given({ ...query, cursor }) } })),
  );
}

function partsOf(slots: Slot[]): string[] {
  const number = (...of: Slot["status"][]) => slots.filter(({ status }) => of.includes(status)).length;
  return [
    ...(number("available", "closed") ? ["open time"] : []), // closed: too soon for clients
    ...counted(number("held"), "hold"),
    ...counted(number("confirmed"), "appointment"),
  ];
}

function counted(count: number, what: string): string[] {
  return count ? [`${count} ${what}${count === 1 ? "" : "s"}`] : [];
}
