/** One booking or hold, beside the week: who and what it is, and what can be done with it. */

import { useEffect, useRef } from "preact/hooks";
import type { Slot } from "../../api/ask";
import { services } from "../../api/known";
import { Bones } from "../../ui/pieces";
import { useRead } from "../../ui/use";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { Actions } from "./actions";
import { Contact } from "./contact";
import { Facts } from "./facts";
import { useMinutes } from "./minutes";
import { changeableUntil, type Visit, visitOf } from "./visit";

export interface BookedPanelProps {
  desk: Desk;
  /** Held or confirmed, as lists have it. */
  slot: Slot;
  /** Whether some of its time is not open. */
  isOutside: boolean;
  /** Called once the API has responded that something has changed; `words` say what. */
  changed: (words: string) => void;
  close: () => void;
}

export function BookedPanel(props: BookedPanelProps) {
  const { desk, slot, close } = props;
  const { data, problem } = useRead(services, []);
  return (
    <section class="panel booked" aria-label="Booking">
      {/* Without the services, a booking still has its time and its client. */}
      {data || problem ? (
        <Panel key={slot.booking_id} {...props} visit={visitOf(slot, desk.provider.time_zone, data)} />
      ) : (
        <Bones count={1} kind="cards" />
      )}
      <p class="actions">
        <button type="button" onClick={close}>
          Close
        </button>
      </p>
    </section>
  );
}

function Panel({ desk, visit, isOutside, changed }: BookedPanelProps & { visit: Visit }) {
  const { slot } = visit;
  const minutes = useMinutes(changeableUntil(slot));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        {visit.title}
      </h2>
      <Facts visit={visit} isOutside={isOutside} minutes={minutes}>
        <Contact visit={visit} back={queryOf(desk.place)} />
      </Facts>
      <Actions key={slot.status} desk={desk} visit={visit} isOver={minutes === 0} changed={changed} />
    </>
  );
}
