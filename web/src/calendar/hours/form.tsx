/** The form of working hours. */

import { useRef, useState } from "preact/hooks";
import { Field, focusFirstWrong } from "../../ui/field";
import type { Desk } from "../desk";
import { mistakes, type Wrong } from "./checks";
import { AllDates } from "./dates";
import type { Draft } from "./draft";
import { Push } from "./pieces";
import { Weekly } from "./weekly";

interface FormProps {
  desk: Desk;
  draft: Draft;
  /** What the API says of single fields. */
  refused: Wrong;
  isBusy: boolean;
  /** Whether what is entered was previewed, so that saving is what comes next. */
  isSeen: boolean;
  preview: () => void;
  discard: () => void;
}

export function Form({ desk, draft, refused, isBusy, isSeen, preview, discard }: FormProps) {
  const { entered, stored, enter } = draft;
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const found = mistakes(entered);
  const wrong = { ...refused, ...(isChecked ? found : {}) };
  const submit = (event: Event) => {
    event.preventDefault();
    const isWrong = Object.keys(found).length > 0;
    setChecked(isWrong);
    if (isWrong) focusFirstWrong(form.current);
    else preview();
  };
  return (
    <form noValidate ref={form} onSubmit={submit}>
      <p>
        <a href="#dates">Go to time off and special hours</a>
      </p>
      <Weekly weekly={entered.weekly} wrong={wrong} set={(weekly) => enter((old) => ({ ...old, weekly }))} />
      <AllDates
        key={stored.tag}
        entered={entered}
        zone={desk.provider.time_zone}
        wrong={wrong}
        set={(change) => enter((old) => ({ ...old, dates: change(old.dates) }))}
        check={() => setChecked(true)}
      />
      <Ahead
        value={entered.horizon}
        wrong={wrong.horizon}
        set={(horizon) => enter((old) => ({ ...old, horizon }))}
      />
      <p class="hint">Nothing is saved before you have seen what changes.</p>
      <p class="actions">
        <Push id="look" class={isSeen ? "" : "main"} isBusy={isBusy} isSubmit>
          Preview
        </Push>
        {draft.isChanged && <Push act={discard}>Discard my changes</Push>}
      </p>
    </form>
  );
}

interface AheadProps {
  value: string;
  wrong: string | undefined;
  set: (value: string) => void;
}

function Ahead({ value, wrong, set }: AheadProps) {
  return (
    <section class="ahead">
      <Field
        id="horizon"
        label="Open time ahead, in days"
        hint="Today included. Later time cannot be booked, unless it is opened by hand."
        wrong={wrong}
      >
        {(described) => (
          <input
            {...described}
            inputMode="numeric"
            maxLength={3}
            value={value}
            onInput={({ currentTarget }) => set(currentTarget.value)}
          />
        )}
      </Field>
    </section>
  );
}
