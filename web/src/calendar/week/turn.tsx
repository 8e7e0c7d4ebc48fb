/** The way to other weeks. */

import { addDays, dayWords, weekdayOf } from "../../core/time";
import type { Desk } from "../desk";
import { Go, replace } from "../place";

interface TurnProps {
  desk: Desk;
  monday: string;
  day: string;
  isBusy: boolean;
  again: () => void;
}

export function mondayOf(date: string): string {
  return addDays(date, -weekdayOf(date));
}

export function Turn({ desk, monday, day, isBusy, again }: TurnProps) {
  const to = (date: string | undefined) => ({ ...desk.place, slot: undefined, day: date });
  return (
    <div class="turn">
      <h2 aria-live="polite">{`${dayWords(monday)} to ${dayWords(addDays(monday, 6))}`}</h2>
      <nav class="actions" aria-label="Weeks">
        <Go to={to(addDays(day, -7))} class="button">
          Week before
        </Go>
        <Go to={to(undefined)} class="button">
          Today
        </Go>
        <Go to={to(addDays(day, 7))} class="button">
          Week after
        </Go>
        <label>
          <span>Date</span>
          <input
            type="date"
            value={day}
            onInput={({ currentTarget: { value } }) => isNear(value) && replace(to(value))}
          />
        </label>
        <button type="button" aria-disabled={isBusy} onClick={again}>
          Refresh
        </button>
      </nav>
    </div>
  );
}

/** A year that is being typed begins with zeros. */
const isNear = (date: string) => date > "2000" && date < "2200";
