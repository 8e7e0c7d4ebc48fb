/** The way to other weeks. */

import type { ComponentChildren } from "preact";
import { addDays, dayWords, weekdayOf } from "../../core/time";
import type { Desk } from "../desk";
import { Go, replace } from "../place";

interface TurnProps {
  desk: Desk;
  monday: string;
  day: string;
  isBusy: boolean;
  /** The time of the last reading, if there was one. */
  read: string | undefined;
  again: () => void;
  /** More buttons. */
  children: ComponentChildren;
}

export function mondayOf(date: string): string {
  return addDays(date, -weekdayOf(date));
}

export function Turn({ desk, monday, day, isBusy, read, again, children }: TurnProps) {
  const to = (date: string | undefined) => ({ ...desk.place, slot: undefined, day: date });
  return (
    <div class="turn">
      <nav class="actions" aria-label="Weeks">
        <Go to={to(addDays(day, -7))} class="button step" aria-label="Week before">
          ‹
        </Go>
        <Go to={to(undefined)} class="button">
          Today
        </Go>
        <Go to={to(addDays(day, 7))} class="button step" aria-label="Week after">
          ›
        </Go>
        <input
          type="date"
          aria-label="Date"
          value={day}
          onInput={({ currentTarget: { value } }) => isNear(value) && replace(to(value))}
        />
      </nav>
      <h2 aria-live="polite">{`${dayWords(monday)} to ${dayWords(addDays(monday, 6))}`}</h2>
      <p class="actions">
        {children}
        <button type="button" class="step" aria-label="Refresh" onClick={again}>
          ↻
        </button>
        <span class="hint">{isBusy ? "Reading …" : read && `As of ${read}`}</span>
        <span class="hint keys" id="week-keys">
          {"Arrow keys: up and down through the day, left and right to another day. "}
          Home and End: to the ends of the day.
        </span>
      </p>
    </div>
  );
}

/** A year that is being typed begins with zeros. */
export const isNear = (date: string) => date > "2000" && date < "2200";
