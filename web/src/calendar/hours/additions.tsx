/** What adds dates with other hours, and removes those that are over. */

import type { ComponentChildren } from "preact";
import { serverNow } from "../../api/ask";
import { wall } from "../../core/time";
import { type Dates, MOST_DATES, type Span } from "./entered";
import { focusOn, Push } from "./pieces";

const USUAL: Span = ["09:00", "17:00"];

interface AdditionsProps {
  isFull: boolean;
  add: (hours: Span[]) => void;
  children: ComponentChildren;
}

export function Additions({ isFull, add, children }: AdditionsProps) {
  return (
    <>
      {isFull && <p class="hint">{`There are ${MOST_DATES} entries, which is the most there can be.`}</p>}
      <p class="actions">
        <Push id="add-time-off" isBusy={isFull} act={() => !isFull && add([])}>
          Add time off
        </Push>
        <Push isBusy={isFull} act={() => !isFull && add([USUAL])}>
          Add special hours
        </Push>
        {children}
      </p>
    </>
  );
}

interface OverProps {
  dates: Dates[];
  zone: string;
  set: (change: (old: Dates[]) => Dates[]) => void;
  say: (words: string) => void;
}

/** Drops what is over, by the provider's calendar. */
export function Over({ dates, zone, set, say }: OverProps) {
  const today = wall(serverNow(), zone).date;
  const over = dates.filter(({ to }) => to && to < today);
  if (!over.length) return null;
  const drop = () => {
    set((old) => old.filter((each) => !over.includes(each)));
    say(`Removed: ${over.length}.`);
    focusOn("dates");
  };
  return <Push act={drop}>{`Remove what is over (${over.length})`}</Push>;
}
