/** The fields of some dates with other hours. */

import { useState } from "preact/hooks";

import { Field } from "../../ui/field";
import { ownerOf, type Wrong } from "./checks";
import type { Dates } from "./entered";
import { Push } from "./pieces";
import { Spans } from "./spans";
import { datesWords, NEXT_DAY } from "./words";

interface EntryProps {
  entry: Dates;
  wrong: Wrong;
  set: (entry: Dates) => void;
  done: () => void;
  drop: () => void;
}

export function Entry({ entry, wrong, set, done, drop }: EntryProps) {
  const owner = ownerOf(entry.key);
  const words = datesWords(entry);
  const [isTimeOff] = useState(!entry.hours.length);
  // Most often it is one day.
  const setFrom = (from: string) =>
    set({ ...entry, from, to: !entry.to || entry.to < from ? from : entry.to });
  return (
    <fieldset class="hours">
      <legend>{`${entry.hours.length ? "Special hours" : "Time off"}: ${words}`}</legend>
      <div class="row">
        <DateField id={`${owner}-from`} label="First date" wrong={wrong} value={entry.from} set={setFrom} />
        <DateField
          id={`${owner}-to`}
          label="Last date"
          wrong={wrong}
          value={entry.to}
          set={(to) => set({ ...entry, to })}
        />
      </div>
      <Spans
        owner={owner}
        day={words}
        next={NEXT_DAY}
        spans={entry.hours}
        none="Closed on these dates"
        wrong={wrong}
        isFinal={isTimeOff}
        set={(hours) => set({ ...entry, hours })}
      />
      <p class="actions">
        <Push label={`Put it on the list, ${words}`} act={done}>
          Put it on the list
        </Push>
        <Push id={`${owner}-drop`} label={`Remove ${words}`} act={drop}>
          Remove
        </Push>
      </p>
    </fieldset>
  );
}

interface DateFieldProps {
  id: string;
  label: string;
  wrong: Wrong;
  value: string;
  set: (date: string) => void;
}

function DateField({ id, label, wrong, value, set }: DateFieldProps) {
  return (
    <Field id={id} label={label} wrong={wrong[id]}>
      {(described) => (
        <input
          {...described}
          type="date"
          max="9999-12-31"
          value={value}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}
