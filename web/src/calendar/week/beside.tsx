/** Beside the week: time to open or close, a booking, or what has just been done. */

import { useEffect, useRef } from "preact/hooks";
import type { Slot } from "../../api/ask";
import { Bones } from "../../ui/pieces";
import { BookedPanel } from "../booked/booked-panel";
import type { Desk } from "../desk";
import { type Listed, markOf } from "./blocks";
import { BookFor } from "./book-for";
import { RangePanel } from "./range-panel";
import type { BesideState } from "./use-beside";
import type { ShownWeek } from "./use-week";

interface BesideProps {
  desk: Desk;
  week: ShownWeek;
  beside: BesideState;
  today: string;
}

export function Beside(props: BesideProps) {
  const { beside, week } = props;
  const { words, range, round, close } = beside;
  if (!beside.isShown) return null;
  const free = range && freeAt(week, range.from);
  return (
    <div class="beside">
      {words && <Done key={round} words={words} close={close} />}
      {range && (
        <RangePanel
          {...props}
          key={round}
          range={range}
          change={beside.change}
          done={beside.done}
          doubtful={week.again}
          close={close}
          isOpenNow={free !== undefined}
        >
          {free && <BookFor desk={props.desk} slot={free} services={week.listed?.services ?? []} />}
        </RangePanel>
      )}
      {!words && !range && <Booked {...props} />}
    </div>
  );
}

/** What the API has done. It gets the focus, because the panel is gone. */
function Done({ words, close }: { words: string; close: () => void }) {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <div class="notice">
      <p tabIndex={-1} ref={text}>
        {words}
      </p>
      <button type="button" onClick={close}>
        Back to the week
      </button>
    </div>
  );
}

/** The free slot that starts at an instant, if there is one. */
function freeAt({ listed }: ShownWeek, at: number): Slot | undefined {
  return listed?.slots.find(
    ({ start, status }) => Date.parse(start) === at && (status === "available" || status === "closed"),
  );
}

function Booked({ desk, week: { listed }, beside }: BesideProps) {
  const { slot: id } = desk.place;
  const visit = listed && visitIn(listed, id);
  return (
    <>
      {!listed && <Bones count={1} kind="cards" />}
      {visit && listed && (
        <BookedPanel
          key={markOf(visit)}
          desk={desk}
          slot={visit}
          services={listed.services}
          isOutside={listed.outside.has(markOf(visit))}
          changed={beside.done}
          close={beside.close}
        />
      )}
      {listed && !visit && <Gone close={beside.close} />}
    </>
  );
}

export function visitIn({ slots }: Listed, id: string | undefined): Slot | undefined {
  return slots.find((slot) => slot.id === id && (slot.status === "held" || slot.status === "confirmed"));
}

function Gone({ close }: { close: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="panel" aria-labelledby="panel">
      <h2 id="panel" tabIndex={-1} ref={heading}>
        Nothing is booked at this time
      </h2>
      <p>The booking has been moved or cancelled, or the hold has lapsed.</p>
      <button type="button" onClick={close}>
        Close
      </button>
    </section>
  );
}
