/** Time off and special hours: dates whose hours are other than those of the week. */

import { useEffect, useState } from "preact/hooks";
import { focusFirstWrong } from "../../ui/field";
import { Said } from "../../ui/pieces";
import { Additions, Over } from "./additions";
import { mistakes, ownerOf, type Wrong } from "./checks";
import { type Dates, type Entered, inOrder, MOST_DATES, type Span } from "./entered";
import { Entry } from "./entry";
import { focusOn, Push } from "./pieces";
import { datesWords, hoursWords, NEXT_DAY } from "./words";

interface AllDatesProps {
  entered: Entered;
  zone: string;
  wrong: Wrong;
  set: (change: (old: Dates[]) => Dates[]) => void;
  /** Show from now on what is wrong. */
  check: () => void;
}

export function AllDates({ entered, zone, wrong, set, check }: AllDatesProps) {
  const { dates } = entered;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [said, setSaid] = useState("");
  const show = (key: number) => setOpen((old) => (old.has(key) ? old : new Set([...old, key])));
  const hide = (key: number) => setOpen((old) => new Set([...old].filter((each) => each !== key)));
  // An entry that is found to be wrong opens, and stays open while it is put right.
  useEffect(() => {
    for (const { key } of dates.filter((each) => isWrong(each, wrong))) show(key);
  }, [wrong]);

  const add = (hours: Span[]) => {
    const key = Math.max(-1, ...dates.map((each) => each.key)) + 1;
    set((old) => [...old, { key, from: "", to: "", hours }]);
    show(key);
    focusOn(`${ownerOf(key)}-from`);
  };
  const drop = (entry: Dates) => {
    const next = dates[dates.indexOf(entry) + 1] ?? dates[dates.indexOf(entry) - 1];
    set((old) => old.filter(({ key }) => key !== entry.key));
    setSaid(`Removed: ${datesWords(entry)}.`);
    focusOn(next ? `${ownerOf(next.key)}-drop` : "add-time-off");
  };
  const done = (entry: Dates) => {
    if (isWrong(entry, mistakes(entered))) {
      check();
      return focusFirstWrong(document.getElementById(ownerOf(entry.key)));
    }
    hide(entry.key);
    set(inOrder);
    focusOn(`${ownerOf(entry.key)}-edit`);
  };
  return (
    <section aria-labelledby="dates">
      <h2 id="dates" tabIndex={-1}>
        Time off and special hours
      </h2>
      <p class="hint">Dates on which the hours are other than those of the week.</p>
      {wrong.dates && <p class="wrong">{wrong.dates}</p>}
      <ul class="dates">
        {dates.map((entry) => (
          <li key={entry.key} id={ownerOf(entry.key)}>
            {open.has(entry.key) ? (
              <Entry
                entry={entry}
                wrong={wrong}
                set={(changed) => set((old) => old.map((each) => (each.key === entry.key ? changed : each)))}
                done={() => done(entry)}
                drop={() => drop(entry)}
              />
            ) : (
              <Shown entry={entry} edit={() => show(entry.key)} drop={() => drop(entry)} />
            )}
          </li>
        ))}
      </ul>
      <Additions isFull={dates.length >= MOST_DATES} add={add}>
        <Over dates={dates} zone={zone} set={set} say={setSaid} />
      </Additions>
      <Said>{said}</Said>
    </section>
  );
}

function isWrong({ key }: Dates, wrong: Wrong): boolean {
  return Object.keys(wrong).some((id) => id.startsWith(`${ownerOf(key)}-`));
}

function Shown({ entry, edit, drop }: { entry: Dates; edit: () => void; drop: () => void }) {
  const owner = ownerOf(entry.key);
  const words = datesWords(entry);
  const open = () => {
    edit();
    focusOn(`${owner}-from`);
  };
  return (
    <div class="shown">
      <p>
        <strong>{words}</strong>
        {`: ${hoursWords(entry.hours, "time off", NEXT_DAY)}`}
      </p>
      <Push id={`${owner}-edit`} label={`Edit ${words}`} act={open}>
        Edit
      </Push>
      <Push id={`${owner}-drop`} label={`Remove ${words}`} act={drop}>
        Remove
      </Push>
    </div>
  );
}
