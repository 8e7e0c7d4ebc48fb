/** Bring together what two people have made of the same hours. Nothing here reads or writes. */

import { type Dates, type Entered, inOrder, minutesOf, type Span, WEEKDAYS } from "./entered";

/** Weekdays, dates and the horizon, by their ids. What is not there has no entry. */
type Parts = ReadonlyMap<string, Span[] | string>;

export interface Merged {
  entered: Entered;
  /** The ids of what the others have changed. */
  theirs: string[];
  /** The ids of what both have changed, each in another way. */
  both: string[];
}

export const HORIZON_ID = "horizon";
export const datesId = ({ from, to }: { from: string; to: string }) => `${from}/${to}`;

/**
 * Keep one's own changes of what was there before, and take those of the others beside them. `favoured` says whose
 * counts where both have changed the same.
 */
export function merge(before: Entered, mine: Entered, theirs: Entered, favoured: "mine" | "theirs"): Merged {
  const [old, own, other] = [partsOf(before), partsOf(mine), partsOf(theirs)];
  const ids = [...new Set([...own.keys(), ...other.keys(), ...old.keys()])];
  const isOwn = (id: string) => differ(old.get(id), own.get(id));
  const isTheirs = (id: string) => differ(old.get(id), other.get(id));
  const both = ids.filter((id) => isOwn(id) && isTheirs(id) && differ(own.get(id), other.get(id)));
  const isKept = (id: string) => isOwn(id) && (favoured === "mine" || !both.includes(id));
  return {
    entered: enteredOf(ids, (id) => (isKept(id) ? own : other).get(id), mine.dates.filter(isUnfinished)),
    theirs: ids.filter(isTheirs),
    both,
  };
}

function partsOf({ weekly, dates, horizon }: Entered): Parts {
  return new Map<string, Span[] | string>([
    ...WEEKDAYS.map((day) => [day, weekly[day]] as const),
    ...dates.filter((each) => !isUnfinished(each)).map((each) => [datesId(each), each.hours] as const),
    [HORIZON_ID, horizon],
  ]);
}

/** Dates that are only begun have no id yet, and nobody else can have changed them. */
function isUnfinished({ from, to }: Dates): boolean {
  return !from || !to;
}

function differ(one: Span[] | string | undefined, other: Span[] | string | undefined): boolean {
  return plain(one) !== plain(other);
}

/** The same text for the same hours, in whatever order and form. */
function plain(part: Span[] | string | undefined): string | undefined {
  if (part === undefined || typeof part === "string") return part?.trim();
  return JSON.stringify(part.map(minutesOf).sort(([one], [other]) => one - other));
}

function enteredOf(
  ids: readonly string[],
  partOf: (id: string) => Span[] | string | undefined,
  unfinished: readonly Dates[],
): Entered {
  const spans = (id: string) => partOf(id) as Span[] | undefined;
  const dates = ids.filter((id) => id.includes("/") && spans(id)).map((id) => datesFrom(id, spans(id) ?? []));
  return {
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, spans(day) ?? []])) as Entered["weekly"],
    dates: inOrder([...dates, ...unfinished]).map((each, key) => ({ ...each, key })),
    horizon: String(partOf(HORIZON_ID)),
  };
}

function datesFrom(id: string, hours: Span[]): Dates {
  const [from = "", to = ""] = id.split("/");
  return { key: 0, from, to, hours };
}
