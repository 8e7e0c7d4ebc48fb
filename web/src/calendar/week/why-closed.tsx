/** Why nothing is open: there are no working hours, or the week is later than the days that they open. */

import type { Stored } from "../../api/hours";
import { addDays, dayWords } from "../../core/time";
import type { Desk } from "../desk";
import { Go } from "../place";
import { lastOpened } from "./opened-by";

interface WhyProps {
  desk: Desk;
  hours: Stored | undefined;
  monday: string;
  today: string;
  isEmpty: boolean;
}

export function WhyClosed({ desk: { place }, hours, monday, today, isEmpty }: WhyProps) {
  const to = { view: "hours", provider: place.provider } as const;
  const sunday = addDays(monday, 6);
  const last = lastOpened(hours, today);
  if (isEmpty && hours?.rules === null && sunday >= today) {
    return (
      <div class="notice">
        <p>
          {"Nothing can be booked yet, because there are no working hours. "}
          <Go to={to}>Set working hours</Go>
          {", or choose a time below and open it."}
        </p>
      </div>
    );
  }
  if (last === undefined || last >= sunday) return null;
  return (
    <p class="hint">
      <Go to={to}>Working hours</Go>
      {` open days up to ${dayWords(last)}.`}
    </p>
  );
}
