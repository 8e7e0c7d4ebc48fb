/** One booking of a list: what the panel shows, but for what has to be asked for. */

import { useState } from "preact/hooks";
import { wall } from "../../core/time";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { Actions, Of } from "./actions";
import { Contact } from "./contact";
import { State } from "./facts";
import { useMinutes } from "./minutes";
import { changeableUntil, fullWords, type Visit, whenWords } from "./visit";

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
  const full = fullWords(visit);
  return (
    <article class="booked card" aria-label={full}>
      <h2>{whenWords(visit)}</h2>
      <p class="what">{title}</p>
      {(slot.status === "held" || minutes === 0) && <State visit={visit} minutes={minutes} />}
      {isAsked && (
        <dl class="summary">
          <Contact visit={visit} back={queryOf(place)} />
        </dl>
      )}
      <Actions key={slot.status} desk={desk} visit={visit} of={full} isOver={minutes === 0} changed={changed}>
        <button type="button" aria-expanded={isAsked} onClick={() => setAsked(!isAsked)}>
          Contact
          <Of what={full} />
        </button>
        <Go to={week} class="button">
          Show in the week
          <Of what={full} />
        </Go>
      </Actions>
    </article>
  );
}
