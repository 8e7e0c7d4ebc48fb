/** When clients are reminded. */

import { useState } from "preact/hooks";
import { Check } from "../../ui/check";
import { spanWords } from "../../ui/span";

const USUAL = [60, 180, 1440, 2880, 10080];

interface RemindersProps {
  chosen: number[];
  wrong: string | undefined;
  set: (chosen: number[]) => void;
}

export function Reminders({ chosen, wrong, set }: RemindersProps) {
  // What was chosen elsewhere stays, and can be taken away.
  const [offered] = useState(() => [...new Set([...USUAL, ...chosen])].sort((one, other) => one - other));
  return (
    <fieldset class="checks">
      <legend>Remind clients by e-mail</legend>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      {offered.map((minutes) => (
        <Check
          key={minutes}
          checked={chosen.includes(minutes)}
          set={(is) => set(is ? [...chosen, minutes] : chosen.filter((each) => each !== minutes))}
        >
          {`${spanWords(minutes)} before`}
        </Check>
      ))}
    </fieldset>
  );
}
