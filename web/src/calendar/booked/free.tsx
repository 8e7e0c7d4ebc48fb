/** The free starts of one day, as buttons that fill in the time. */

import { type Outcome, serverNow } from "../../api/ask";
import { firstFrom, read, type Start, starts, type Wish } from "../../api/starts";
import { clockWords, momentWords } from "../../core/clock";
import { addDays, dayWords, HOUR, startOf, wall } from "../../core/time";
import { Bones } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";

interface FreeProps {
  wish: Wish;
  date: string;
  zone: string;
  /** The instant that is filled in. */
  chosen: number | undefined;
  /** Another number reads them again. */
  round: number;
  back: string;
  choose: (at: number) => void;
  chooseDay: (date: string) => void;
}

export function Free({ wish, date, zone, chosen, round, back, choose, chooseDay }: FreeProps) {
  const inputs = [wish.service, wish.provider, date, zone, round];
  const { data, problem, again } = useRead(() => freeOn(wish, date, zone), inputs);
  if (problem) return <Refusal problem={problem} retry={again} back={back} />;
  if (!data) return <Bones count={4} kind="free" />;
  if (!data.length) return <None wish={wish} date={date} zone={zone} choose={chooseDay} />;
  const ats = data.map(({ at }) => at);
  return <Times legend={`Free on ${dayWords(date)}`} ats={ats} zone={zone} chosen={chosen} choose={choose} />;
}

interface NoneProps {
  wish: Wish;
  date: string;
  zone: string;
  choose: (date: string) => void;
}

/** Nothing is free that day: the next day with free times is one tap away. */
function None({ wish, date, zone, choose }: NoneProps) {
  const from = Math.max(serverNow(), startOf(addDays(date, 1), zone));
  const { data } = useRead(() => firstFrom(wish, from), [wish.service, wish.provider, date, zone]);
  const next = data && wall(Date.parse(data.start), zone).date;
  return (
    <>
      <p class="hint">{`No free times are listed on ${dayWords(date)}.`}</p>
      {data === null && <p class="hint">There are none in the year after it.</p>}
      {next && (
        <p>
          <button type="button" onClick={() => choose(next)}>
            {`Next free day: ${dayWords(next)}`}
          </button>
        </p>
      )}
    </>
  );
}

interface TimesProps {
  legend: string;
  ats: number[];
  zone: string;
  chosen?: number | undefined;
  choose: (at: number) => void;
}

export function Times({ legend, ats, zone, chosen, choose }: TimesProps) {
  return (
    <fieldset class="free">
      <legend>{legend}</legend>
      <ul>
        {ats.map((at) => (
          <li key={at}>
            <button
              type="button"
              aria-pressed={at === chosen}
              aria-label={momentWords(at, zone)}
              onClick={() => choose(at)}
            >
              {clockWords(at, zone)}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** Read the free starts of a day by the clock there. Days may begin an hour off, where clocks change. */
async function freeOn(wish: Wish, date: string, zone: string): Promise<Outcome<Start[]>> {
  const from = Math.max(serverNow(), startOf(date, zone) - HOUR);
  const to = startOf(addDays(date, 1), zone) + HOUR;
  if (to <= from) return { data: [] };
  const { data, problem } = await read(wish, from, to, () => {});
  if (problem) return { problem };
  return { data: starts(data).filter(({ at }) => wall(at, zone).date === date) };
}
