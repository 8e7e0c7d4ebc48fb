/** The week: what is open, held and booked, and the way to change it. */

import { useMemo, useRef, useState } from "preact/hooks";
import { type Slot, serverNow } from "../../api/ask";
import { hoursOf } from "../../api/hours";
import { addDays, startIn, wall } from "../../core/time";
import { Bones, Heading, Said } from "../../ui/pieces";
import { useRead } from "../../ui/use";
import { withClock } from "../../ui/whose-clock";
import type { Desk } from "../desk";
import { type Place, replace } from "../place";
import { Beside, visitIn } from "./beside";
import { type Day, dayOf, type Kind, type Listed, rowsOf, type Span, statesOf, WHOLE } from "./blocks";
import { Grid } from "./grid";
import { notesOf } from "./opened-by";
import type { Range } from "./read";
import { isNear, mondayOf, Turn } from "./turn";
import { readTime, Unread } from "./unread";
import { useBeside } from "./use-beside";
import { useWeek } from "./use-week";
import { WhyClosed } from "./why-closed";

export function Week({ desk }: { desk: Desk }) {
  const { provider, place } = desk;
  const zone = provider.time_zone;
  const today = wall(serverNow(), zone).date;
  const day = dayIn(place, zone) ?? today;
  const monday = mondayOf(day);
  const week = useWeek(provider, monday);
  const [isWhole, setWhole] = useState(false);
  const layout = useRef<HTMLDivElement>(null);
  const beside = useBeside(desk, week.again, layout);
  const { days, span } = useDays(week.listed, monday, zone, isWhole);
  const visit = week.listed && visitIn(week.listed, place.slot);
  const known = new Map(week.listed?.services.map((service) => [service.id, service]));
  const { data: hours } = useRead(() => hoursOf(provider.id), [provider.id]);
  return (
    <>
      <div class="week-heading">
        <Heading lead={withClock(provider.name, zone)}>Week</Heading>
      </div>
      <Said>{countsOf(days)}</Said>
      <Turn
        desk={desk}
        monday={monday}
        day={day}
        isBusy={week.isBusy}
        read={readTime(week, zone)}
        again={week.again}
      >
        <button type="button" onClick={({ currentTarget }) => beside.chooseAny(day, currentTarget)}>
          Open or close time
        </button>
        <button type="button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
          24 hours
        </button>
      </Turn>
      <Unread week={week} desk={desk} range={beside.range} />
      <WhyClosed
        desk={desk}
        hours={hours}
        monday={monday}
        today={today}
        isEmpty={week.listed?.slots.length === 0}
      />
      <div class="week" ref={layout}>
        {!week.listed && !week.problem && <Bones count={7} kind="week-bones" />}
        {week.listed && (
          <Grid
            days={days}
            notes={notesOf(hours, monday)}
            span={span}
            zone={zone}
            today={today}
            shown={day}
            show={(date) => replace({ ...place, day: date })}
            serviceOf={(id) => known.get(id ?? 0)}
            marked={beside.range ?? rangeOf(visit)}
            choose={beside.choose}
            chooseRange={beside.chooseRange}
          />
        )}
        <Beside desk={desk} week={week} hours={hours} beside={beside} today={today} />
      </div>
    </>
  );
}

/** The day that the address names, or that of its booking. */
function dayIn({ day, slot }: Place, zone: string): string | undefined {
  const named = day ?? (slot && wall(startIn(slot), zone).date);
  return named && isNear(named) ? named : undefined;
}

function rangeOf(visit: Slot | undefined): Range | undefined {
  return visit && { from: Date.parse(visit.start), to: Date.parse(visit.end) };
}

/** What a screen reader says once the week is there, and whenever that changes. */
function countsOf(days: readonly Day[]): string {
  if (!days.length) return "Reading the week.";
  const blocks = days.flatMap((day) => day.blocks);
  const count = (wanted: Kind) =>
    new Set(blocks.flatMap(({ kind, visit }) => (kind === wanted ? [visit] : []))).size;
  const words = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return `${words(count("booked"), "booking")} and ${words(count("held"), "hold")} are shown.`;
}

interface Days {
  days: Day[];
  span: Span;
}

function useDays(listed: Listed | undefined, monday: string, zone: string, isWhole: boolean): Days {
  return useMemo(() => {
    if (!listed) return { days: [], span: WHOLE };
    const dates = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
    const states = statesOf(listed);
    const span = isWhole ? WHOLE : rowsOf(dates, zone, states);
    return { days: dates.map((date) => dayOf(date, zone, span, states, listed)), span };
  }, [listed, monday, zone, isWhole]);
}
