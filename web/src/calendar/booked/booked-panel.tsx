/** One booking or hold, beside the week: who and what it is, and what can be done with it. */

import { useEffect, useRef } from "preact/hooks";
import type { Service, Slot } from "../../api/ask";
import { Said } from "../../ui/pieces";
import { reveal } from "../../ui/reveal";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { Actions } from "./actions";
import { Contact } from "./contact";
import { Facts } from "./facts";
import { useMinutes } from "./minutes";
import { useTurn } from "./use-turn";
import { changeableUntil, visitOf } from "./visit";

export interface BookedPanelProps {
  desk: Desk;
  /** Held or confirmed, as lists have it. */
  slot: Slot;
  services: readonly Service[];
  /** Whether some of its time is not open. */
  isOutside: boolean;
  /** Called once the API has responded that something has changed; `words` say what. */
  changed: (words: string) => void;
  close: () => void;
}

export function BookedPanel({ desk, slot, services, isOutside, changed, close }: BookedPanelProps) {
  const visit = visitOf(slot, desk.provider.time_zone, services);
  const minutes = useMinutes(changeableUntil(slot));
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    reveal(panel.current);
  }, []);
  const isTurned = useTurn(slot.status, panel, heading);
  return (
    <section class="panel booked" aria-label="Booking" ref={panel}>
      <h2 tabIndex={-1} ref={heading}>
        {visit.title}
      </h2>
      <Said>{isTurned && "It has just been confirmed."}</Said>
      <Facts visit={visit} isOutside={isOutside} minutes={minutes}>
        <Contact visit={visit} back={queryOf(desk.place)} />
      </Facts>
      {/* What was asked of a hold must not become a question about an appointment. */}
      <Actions key={slot.status} desk={desk} visit={visit} isOver={minutes === 0} changed={changed} />
      <p class="actions">
        <button type="button" onClick={close}>
          Hide
        </button>
      </p>
    </section>
  );
}
