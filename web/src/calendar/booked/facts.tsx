/** What is booked, when, and how it stands. */

import type { ComponentChildren } from "preact";
import { clockWords } from "../../core/clock";
import { lengthWords } from "../../core/time";
import { minutesOf } from "../../ui/moment";
import { Row } from "../../ui/summary";
import { type Visit, whenWords } from "./visit";

interface StateProps {
  visit: Visit;
  /** Until a hold lapses, or a booking begins. */
  minutes: number;
}

export function State({ visit: { slot, zone }, minutes }: StateProps) {
  const isHeld = slot.status === "held";
  return (
    <p class="state">
      {isHeld ? heldWords(slot.expires_at ?? slot.start, minutes, zone) : "Confirmed"}
      {minutes === 0 && !isHeld && ", has begun"}
    </p>
  );
}

function heldWords(until: string, minutes: number, zone: string): string {
  if (!minutes) return "The hold has lapsed, unless it was confirmed at the last moment.";
  return `Held until ${clockWords(Date.parse(until), zone)}, ${lengthWords(minutes)} left`;
}

interface FactsProps extends StateProps {
  isOutside: boolean;
  children: ComponentChildren;
}

export function Facts({ visit, minutes, isOutside, children }: FactsProps) {
  return (
    <>
      <State visit={visit} minutes={minutes} />
      {isOutside && <OutsideMark />}
      <dl class="summary">
        <Row name="When">{`${whenWords(visit)}, ${lengthWords(minutesOf(visit.slot))}`}</Row>
        {children}
      </dl>
    </>
  );
}

/** What marks a booking of which some time is not open. */
function OutsideMark() {
  return (
    <p class="outside">
      <span aria-hidden="true">⚠ </span>
      Outside open time
    </p>
  );
}
