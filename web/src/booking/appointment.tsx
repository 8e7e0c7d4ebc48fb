/** One appointment of the list, and what one can do with it. */

import { useState } from "preact/hooks";
import { type Slot, serverNow } from "../api/ask";
import { cancel, type Entry } from "../api/bookings";
import { momentWords } from "../core/clock";
import { wall } from "../core/time";
import { minutesOf } from "../ui/moment";
import { Question } from "../ui/question";
import { Summary } from "../ui/summary";
import { sentenceOf } from "../ui/words";
import { titleOf } from "./done";

import { History } from "./history";
import { adopt, release } from "./hold";
import type { Names } from "./mine";
import { Go, go, type Place } from "./place";

interface AppointmentProps {
  entry: Entry;
  names: Names;
  isNamed: boolean;
  /** Absent for an appointment that is over. */
  changed?: (words: string) => void;
}

export function Appointment({ entry: { slot, client }, names, isNamed, changed }: AppointmentProps) {
  const provider = names.providers.get(slot.provider_id);
  const at = Date.parse(slot.start);
  const title = titleOf(names.service(slot.service_id), slot.provider_id, names.providers);
  const isHeld = slot.status === "held";
  return (
    <article class="appointment" aria-label={`${title}, ${momentWords(at)}`}>
      <h3>{title}</h3>
      {isHeld && (
        <p class="state">{`Held until ${wall(Date.parse(slot.expires_at ?? slot.start)).time}, not confirmed yet.`}</p>
      )}
      <Summary
        at={at}
        minutes={minutesOf(slot)}
        zone={provider?.time_zone}
        person={isNamed ? (slot.client_name ?? client.name) : undefined}
      />
      <Actions slot={slot} title={title} changed={at > serverNow() ? changed : undefined} />
    </article>
  );
}

interface ActionsProps {
  slot: Slot;
  title: string;
  changed: ((words: string) => void) | undefined;
}

function Actions({ slot, title, changed }: ActionsProps) {
  const [open, setOpen] = useState<"cancel" | "history">();
  const toggle = (what: "cancel" | "history") => setOpen(open === what ? undefined : what);
  const isHeld = slot.status === "held";
  const booking = slot.booking_id ?? 0;
  return (
    <>
      <p class="actions">
        {changed && isHeld && (
          <button type="button" onClick={() => confirm(slot)}>
            Confirm
          </button>
        )}
        {changed && !isHeld && (
          <Go to={{ ...placeOf(slot), view: "move", booking }} class="button">
            Move
          </Go>
        )}
        {changed && (
          <button type="button" aria-expanded={open === "cancel"} onClick={() => toggle("cancel")}>
            {isHeld ? "Give it back" : "Cancel"}
          </button>
        )}
        {!isHeld && (
          <button type="button" aria-expanded={open === "history"} onClick={() => toggle("history")}>
            History
          </button>
        )}
      </p>
      {open === "cancel" && changed && (
        <Cancel slot={slot} title={title} changed={changed} keep={() => setOpen(undefined)} />
      )}
      {open === "history" && <History slot={slot} title={title} />}
    </>
  );
}

function confirm(slot: Slot): void {
  adopt(slot);
  go(placeOf(slot));
}

function placeOf(slot: Slot): Place {
  return { service: slot.service_id, provider: slot.provider_id, time: slot.id };
}

interface CancelProps {
  slot: Slot;
  title: string;
  changed: (words: string) => void;
  keep: () => void;
}

function Cancel({ slot, title, changed, keep }: CancelProps) {
  const when = momentWords(Date.parse(slot.start));
  const isHeld = slot.status === "held";
  const act = async () => {
    const { problem } = isHeld
      ? await release({ id: slot.id, booking: slot.booking_id ?? 0 })
      : await cancel(slot);
    if (!problem) changed(`${isHeld ? "Given back" : "Cancelled"}: ${title}, ${when}.`);
    return problem;
  };
  return (
    <Question
      words={isHeld ? `Give back ${when}?` : `Cancel ${title} on ${when}?`}
      yes={isHeld ? "Yes, give it back" : "Yes, cancel it"}
      act={act}
      explain={(problem) => sentenceOf(problem, isHeld ? "release" : "cancel")}
      keep={keep}
    />
  );
}
