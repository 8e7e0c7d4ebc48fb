/** Time off and special hours: dates whose hours are other than those of the week. */

import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import { wall } from "../../core/time";
import { focusFirstWrong } from "../../ui/field";
import { Said } from "../../ui/pieces";
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

const USUAL: Span = ["09:00", "17:00"];

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

interface AdditionsProps {
  isFull: boolean;
  add: (hours: Span[]) => void;
  children: preact.ComponentChildren;
}

function Additions({ isFull, add, children }: AdditionsProps) {
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
  set: AllDatesProps["set"];
  say: (words: string) => void;
}

/** Drops what is over, by the provider's calendar. */
function Over({ dates, zone, set, say }: OverProps) {
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
