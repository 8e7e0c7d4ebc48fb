/** The hours of each weekday. */

import { useState } from "preact/hooks";
import { Said } from "../../ui/pieces";
import type { Wrong } from "./checks";
import { type Entered, type Span, WEEKDAYS, type Weekday } from "./entered";
import { Push } from "./pieces";
import { Spans } from "./spans";
import { DAY_NAMES, dayAfter, listWords } from "./words";

interface WeeklyProps {
  weekly: Entered["weekly"];
  wrong: Wrong;
  set: (weekly: Entered["weekly"]) => void;
}

const WORKDAYS = WEEKDAYS.slice(0, 5);

export function Weekly({ weekly, wrong, set }: WeeklyProps) {
  const [said, setSaid] = useState("");
  const copy = (from: Weekday) => {
    const others = WORKDAYS.filter((day) => day !== from);
    set({ ...weekly, ...Object.fromEntries(others.map((day) => [day, weekly[from]])) });
    setSaid(`Copied to ${listWords(others.map((day) => DAY_NAMES[day]))}.`);
  };
  return (
    <section aria-labelledby="weekly">
      <h2 id="weekly">Every week</h2>
      <div class="weekly">
        {WEEKDAYS.map((day) => (
          <Day
            key={day}
            day={day}
            spans={weekly[day]}
            wrong={wrong}
            set={(spans) => set({ ...weekly, [day]: spans })}
            {...(WORKDAYS.includes(day) && weekly[day].length ? { copy: () => copy(day) } : {})}
          />
        ))}
      </div>
      <Said>{said}</Said>
    </section>
  );
}

interface DayProps {
  day: Weekday;
  spans: Span[];
  wrong: Wrong;
  set: (spans: Span[]) => void;
  copy?: () => void;
}

function Day({ day, spans, wrong, set, copy }: DayProps) {
  const name = DAY_NAMES[day];
  return (
    <fieldset class="hours">
      <legend>{name}</legend>
      {wrong[day] && <p class="wrong">{wrong[day]}</p>}
      <Spans
        owner={day}
        day={name}
        next={dayAfter(day)}
        spans={spans}
        none="Closed"
        wrong={wrong}
        set={set}
      />
      {copy && (
        <Push label={`Copy to the other weekdays, ${name}`} act={copy}>
          Copy to the other weekdays
        </Push>
      )}
    </fieldset>
  );
}
