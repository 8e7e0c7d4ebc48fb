/** A booking or a hold as a provider reads of it. */

import type { Service, Slot } from "../../api/ask";
import { spanWords } from "../../core/clock";
import { named } from "../../core/names";

export interface Visit {
  slot: Slot;
  /** The service, if it still exists. */
  service: Service | undefined;
  /** By whose clock it is read. */
  zone: string;
  /** Such as "Consultation, Ana Costa". */
  title: string;
}

export function visitOf(slot: Slot, zone: string, services: readonly Service[] = []): Visit {
  const service = services.find(({ id }) => id === slot.service_id);
  return { slot, service, zone, title: titleOf(slot, service) };
}

export function titleOf(slot: Slot, service: Service | undefined): string {
  return [service?.name ?? "Appointment", slot.client_name]
    .flatMap((name) => (name ? [named(name)] : []))
    .join(", ");
}

/** When a hold lapses, or a booking begins: from then on it is too late to change it. */
export function changeableUntil({ expires_at, start }: Slot): number {
  return Date.parse(expires_at ?? start);
}

/** Such as "Tuesday 1 December, 09:00 to 09:45". */
export function whenWords({ slot: { start, end }, zone }: Visit): string {
  return spanWords(Date.parse(start), Date.parse(end), zone);
}

/** Such as "Consultation, Ana Costa, Tuesday 1 December, 09:00 to 09:45". */
export function fullWords(visit: Visit): string {
  return `${visit.title}, ${whenWords(visit)}`;
}
