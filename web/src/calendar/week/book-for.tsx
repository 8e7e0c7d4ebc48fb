/** Links to the booking page, for a client who has called. */

import type { Service, Slot } from "../../api/ask";
import { clockWords } from "../../core/clock";
import { wall } from "../../core/time";
import type { Desk } from "../desk";

interface BookForProps {
  desk: Desk;
  /** The free slot with which the visit starts. */
  slot: Slot;
  services: readonly Service[];
}

export function BookFor({ desk, slot, services }: BookForProps) {
  const at = clockWords(Date.parse(slot.start), desk.provider.time_zone);
  const address = (service?: number) => {
    const query = new URLSearchParams(service ? { service: String(service) } : {});
    query.set("provider", String(desk.provider.id));
    query.set("day", wall(Date.parse(slot.start), desk.provider.time_zone).date);
    query.set("time", slot.id);
    query.set("from", "calendar");
    return `/?${query}`;
  };
  return (
    <section aria-labelledby="book-for">
      <h3 id="book-for">{`Book for somebody at ${at}`}</h3>
      <ul class="links">
        {services
          .filter(({ active }) => active)
          .map(({ id, name }) => (
            <li key={id}>
              <a href={address(id)}>{name}</a>
            </li>
          ))}
        <li>
          <a href={address()}>A plain quarter-hour</a>
        </li>
      </ul>
    </section>
  );
}
