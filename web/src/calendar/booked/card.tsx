/** One booking of a list: what the panel shows, but for what has to be asked for. */

import { useState } from "preact/hooks";
import { wall } from "../../core/time";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { Actions } from "./actions";
import { Contact } from "./contact";
import { Facts } from "./facts";
import { useMinutes } from "./minutes";
import { changeableUntil, fullWords, type Visit } from "./visit";

interface CardProps {
  desk: Desk;
  visit: Visit;
  changed: (words: string) => void;
}

/** A booking of which some time is not open. */
export function Card({ desk, visit, changed }: CardProps) {
  const [isAsked, setAsked] = useState(false);
  const { slot, title, zone } = visit;
  const minutes = useMinutes(changeableUntil(slot));
  const { place } = desk;
  const week = { provider: place.provider, day: wall(Date.parse(slot.start), zone).date, slot: slot.id };
  return (
    <article class="booked card" aria-label={fullWords(visit)}>
      <h2>{title}</h2>
      <Facts visit={visit} isOutside minutes={minutes}>
        {isAsked && <Contact visit={visit} back={queryOf(place)} />}
      </Facts>
      <Actions desk={desk} visit={visit} isOver={minutes === 0} changed={changed}>
        <button type="button" aria-expanded={isAsked} onClick={() => setAsked(!isAsked)}>
          Contact
        </button>
        <Go to={week} class="button">
          Show in the week
        </Go>
      </Actions>
    </article>
  );
}
