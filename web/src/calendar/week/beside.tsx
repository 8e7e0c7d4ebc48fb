/** Beside the week: time to open or close, a booking, or what has just been done. */

import { useEffect, useRef } from "preact/hooks";
import type { Slot } from "../../api/ask";
import type { Stored } from "../../api/hours";
import { Bones, Said } from "../../ui/pieces";
import { reveal } from "../../ui/reveal";
import { BookedPanel } from "../booked/booked-panel";
import type { Desk } from "../desk";
import { type Listed, markOf } from "./blocks";
import { BookFor } from "./book-for";
import { Done } from "./done";
import { Legend } from "./legend";
import { RangePanel } from "./range-panel";
import type { BesideState } from "./use-beside";
import type { ShownWeek } from "./use-week";

interface BesideProps {
  desk: Desk;
  week: ShownWeek;
  hours: Stored | undefined;
  beside: BesideState;
  today: string;
}

export function Beside(props: BesideProps) {
  const { desk, beside, week } = props;
  const { words, isLate, range, round, close, isShown } = beside;
  const isBooking = !range && desk.place.slot !== undefined;
  const free = range && freeAt(week, range.from);
  return (
    <div class="beside">
      {!isShown && <Legend />}
      {words && (
        <Done key={round} words={words} isLate={isLate} close={range || isBooking ? undefined : close} />
      )}
      {range && (
        <RangePanel
          {...props}
          key={round}
          range={range}
          change={beside.change}
          done={beside.done}
          doubtful={week.again}
          close={close}
        >
          {free && <BookFor desk={desk} slot={free} services={week.listed?.services ?? []} />}
        </RangePanel>
      )}
      {isBooking && <Booked {...props} />}
    </div>
  );
}

/** The free slot that starts at an instant, if there is one. */
function freeAt({ listed }: ShownWeek, at: number): Slot | undefined {
  return listed?.slots.find(
    ({ start, status }) => Date.parse(start) === at && (status === "available" || status === "closed"),
  );
}

const GONE = "Nothing is booked at this time";

function Booked({ desk, week: { listed }, beside }: BesideProps) {
  const { slot: id } = desk.place;
  const visit = listed && visitIn(listed, id);
  return (
    <>
      {!listed && <Bones count={1} kind="cards" />}
      <Said>{listed && !visit ? `${GONE}.` : ""}</Said>
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
  useEffect(() => {
    // Who was in the panel that is gone has lost the focus. Anybody else keeps it.
    if (document.activeElement !== document.body) return;
    heading.current?.focus();
    reveal(heading.current);
  }, []);
  return (
    <section class="panel" aria-labelledby="panel">
      <h2 id="panel" tabIndex={-1} ref={heading}>
        {GONE}
      </h2>
      <p>The booking has been moved or cancelled, or the hold has lapsed.</p>
      <button type="button" onClick={close}>
        Hide
      </button>
    </section>
  );
}
