/** The form of working hours. */

import { useRef, useState } from "preact/hooks";
import type { Stored } from "../../api/hours";
import { Field, focusFirstWrong } from "../../ui/field";
import type { Desk } from "../desk";
import { mistakes, refusedAt, type Wrong } from "./checks";
import { AllDates } from "./dates";
import { type Draft, useDraft, useWarning } from "./draft";
import { isSame } from "./entered";
import { useFlow } from "./flow";
import { focusOn, Push } from "./pieces";
import { Preview } from "./preview";
import { Refused, Told, Unknown } from "./results";
import { Stop } from "./stop";
import { Weekly } from "./weekly";

export function Editor({ desk, first }: { desk: Desk; first: Stored }) {
  const { id } = desk.provider;
  const draft = useDraft(desk.me.sub, id, first);
  const flow = useFlow(id, first, draft);
  const { look, news } = flow;
  const isSeen = look !== undefined && isSame(look.body, draft.body);
  const problem = news?.kind === "refused" || news?.kind === "open" ? news.problem : undefined;
  useWarning(draft.isChanged && problem?.status !== 401);
  const discard = () => {
    flow.discard();
    focusOn("look");
  };
  return (
    <>
      <Told desk={desk} news={news} draft={draft} keep={flow.keep} take={flow.take} />
      {!draft.stored.rules && (
        <p>There are no working hours yet. Once you have saved some, days open by themselves.</p>
      )}
      <Form
        desk={desk}
        draft={draft}
        refused={refusedAt(problem)}
        isBusy={flow.isBusy}
        isSeen={isSeen}
        preview={flow.preview}
        discard={discard}
      />
      {news?.kind === "refused" && <Refused desk={desk} problem={news.problem} />}
      {news?.kind === "open" && (
        <Unknown desk={desk} result={news} isBusy={flow.isBusy} again={() => look && flow.send(look.body)} />
      )}
      {look && isSeen && (
        <Preview
          desk={desk}
          stored={draft.stored}
          {...look}
          isBusy={flow.isBusy}
          save={() => flow.send(look.body)}
        />
      )}
      {look && !isSeen && (
        <p role="status">Your entries have changed since the preview. Preview them again.</p>
      )}
      {draft.stored.rules && (
        <div class="stop">
          <Stop provider={id} tag={draft.stored.tag} isChanged={draft.isChanged} ended={flow.stopped} />
        </div>
      )}
    </>
  );
}

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

function Form({ desk, draft, refused, isBusy, isSeen, preview, discard }: FormProps) {
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
