/** What is booked, when, and how it stands. */

import type { ComponentChildren } from "preact";
import { clockWords } from "../../core/clock";
import { lengthWords } from "../../core/time";
import { minutesOf } from "../../ui/moment";
import { Row } from "../../ui/summary";
import { type Visit, whenWords } from "./visit";

interface FactsProps {
  visit: Visit;
  isOutside: boolean;
  /** Until a hold lapses, or a booking begins. */
  minutes: number;
  children?: ComponentChildren;
}

export function Facts({ visit, isOutside, minutes, children }: FactsProps) {
  const { slot, zone } = visit;
  return (
    <>
      <p class="state">
        {slot.status === "held" ? heldWords(slot.expires_at ?? slot.start, minutes, zone) : "Confirmed"}
        {minutes === 0 && slot.status !== "held" && ", has begun"}
      </p>
      {isOutside && <OutsideMark />}
      <dl class="summary">
        <Row name="When">{`${whenWords(visit)}, ${lengthWords(minutesOf(slot))}`}</Row>
        {children}
      </dl>
    </>
  );
}

function heldWords(until: string, minutes: number, zone: string): string {
  if (!minutes) return "The hold has lapsed, unless it was confirmed at the last moment.";
  return `Held until ${clockWords(Date.parse(until), zone)}, ${lengthWords(minutes)} left`;
}

/** What marks a booking of which some time is not open. */
function OutsideMark() {
  return (
    <p class="outside">
      <span aria-hidden="true">⚠ </span>
      Outside working hours
    </p>
  );
}
