/** One booking or hold, beside the week: who and what it is, and what can be done with it. */

import type { Slot } from "../../api/ask";
import type { Desk } from "../desk";

export interface BookedPanelProps {
  desk: Desk;
  /** Held or confirmed, as lists have it. */
  slot: Slot;
  /** Whether some of its time is not open. */
  isOutside: boolean;
  /** Called once the API has answered that something has changed; `words` say what. */
  changed: (words: string) => void;
  close: () => void;
}

export function BookedPanel({ slot, close }: BookedPanelProps) {
  return (
    <section class="panel" aria-labelledby="panel">
      <h2 id="panel">{slot.client_name ?? slot.id}</h2>
      <button type="button" onClick={close}>
        Close
      </button>
    </section>
  );
}
