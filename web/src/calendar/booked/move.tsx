/** Move a booking: to a free start, or to any time that is open. */

import { useEffect, useId, useRef } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { momentWords } from "../../core/clock";
import { addDays, cityOf, lengthWords, wall } from "../../core/time";
import { Field, focusFirstWrong } from "../../ui/field";
import { minutesOf } from "../../ui/moment";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { goalWords } from "./deeds";
import { Times } from "./free";
import { Offers } from "./offers";
import { Refused } from "./refused";
import { Told } from "./told";
import { type Moving, useMove } from "./use-move";
import type { Visit } from "./visit";
import { Whom } from "./whom";

interface MoveProps {
  desk: Desk;
  visit: Visit;
  changed: (words: string) => void;
  leave: () => void;
}

export function Move({ desk, visit, changed, leave }: MoveProps) {
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const id = useId();
  const moving = useMove(desk, visit, changed, () => focusFirstWrong(form.current));
  const { goal, refusal, zone, fill, isBusy } = moving;
  const back = queryOf(desk.place);
  const fillNear = (at: number) => {
    fill(at);
    button.current?.focus(); // the button that was pressed goes with the refusal
  };
  return (
    <form
      noValidate
      ref={form}
      class="move"
      onSubmit={(event) => {
        event.preventDefault();
        moving.send();
      }}
    >
      <h3 tabIndex={-1} ref={heading}>
        Move it
      </h3>
      <p class="hint">
        Any open time can be chosen, also one that is too soon for clients. The booking’s own time counts as
        free.
      </p>
      <To id={id} visit={visit} moving={moving} back={back} />
      {refusal && <Refused refusal={refusal} back={back} changed={changed} />}
      {refusal?.near && refusal.near.length > 0 && (
        <Times
          legend="Free near it"
          ats={refusal.near.map(({ start }) => Date.parse(start))}
          zone={zone}
          choose={fillNear}
        />
      )}
      <Told visit={visit} />
      {goal && <Summary id={`${id}-goal`} visit={visit} words={goalWords(goal, visit.zone)} />}
      <p class="actions">
        <button
          type="submit"
          class="main"
          ref={button}
          aria-disabled={isBusy}
          {...(goal ? { "aria-describedby": `${id}-goal` } : {})}
        >
          {isBusy ? "Moving" : "Move it"}
        </button>
        <button type="button" onClick={leave}>
          Keep it
        </button>
      </p>
    </form>
  );
}

function Summary({ id, visit: { slot, zone }, words }: { id: string; visit: Visit; words: string }) {
  return (
    <p id={id} class="goal">
      {`From ${momentWords(Date.parse(slot.start), zone)} to ${words}, ${lengthWords(minutesOf(slot))}.`}
    </p>
  );
}

interface ToProps {
  id: string;
  visit: Visit;
  moving: Moving;
  back: string;
}

/** With whom, on which day, at what time. */
function To({ id, visit, moving, back }: ToProps) {
  const { draft, zone, quarters, wrong, change } = moving;
  const { service } = visit;
  const wordsOf = (field: "date" | "time") => (wrong?.wrong === field ? wrong.words : undefined);
  const day = useRef<HTMLInputElement>(null);
  const today = wall(serverNow(), zone).date;
  return (
    <>
      {moving.choice && service && (
        <Whom
          id={`${id}-whom`}
          service={service}
          known={moving.choice}
          chosen={draft.provider}
          choose={(provider) => change({ provider })}
        />
      )}
      {zone !== visit.zone && <p class="hint">{`Date and time are by the clock in ${cityOf(zone)}.`}</p>}
      <Field id={`${id}-date`} label="New date" wrong={wordsOf("date")}>
        {(described) => (
          <input
            {...described}
            ref={day}
            type="date"
            min={today}
            max={addDays(today, FAR)}
            value={draft.date}
            onInput={({ currentTarget }) => change({ date: currentTarget.value })}
          />
        )}
      </Field>
      <Offers
        visit={visit}
        moving={moving}
        back={back}
        chooseDay={(date) => {
          change({ date });
          day.current?.focus(); // the button that was pressed goes
        }}
      />
      <Field id={`${id}-time`} label="New time" wrong={wordsOf("time")}>
        {(described) => (
          <select
            {...described}
            value={quarters.has(draft.time) ? draft.time : ""}
            onChange={({ currentTarget }) => change({ time: currentTarget.value })}
          >
            <option value="">Choose</option>
            {[...quarters.keys()].map((time) => (
              <option key={time}>{time}</option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

const FAR = 5 * 366;
