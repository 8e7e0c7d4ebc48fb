/** The hours of each weekday. */

import { useState } from "preact/hooks";
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
  // One day to copy from is enough, and the first is the one that is filled in first.
  const source = WORKDAYS.find((day) => weekly[day].length);
  const change = (days: Partial<Entered["weekly"]>, words = "") => {
    set({ ...weekly, ...days });
    setSaid(words);
  };
  const copy = (from: Weekday) => {
    const others = WORKDAYS.filter((day) => day !== from);
    const days = Object.fromEntries(others.map((day) => [day, weekly[from]]));
    change(days, `Copied to ${listWords(others.map((day) => DAY_NAMES[day]))}.`);
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
            set={(spans) => change({ [day]: spans })}
            {...(day === source ? { copy: () => copy(day) } : {})}
          />
        ))}
      </div>
      <p class="hint copied" role="status">
        {said}
      </p>
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
    <fieldset>
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
        <Push label={`Copy to all weekdays, ${name}`} act={copy}>
          Copy to all weekdays
        </Push>
      )}
    </fieldset>
  );
}
