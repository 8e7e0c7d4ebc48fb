/** A month as a calendar of buttons. */

import type { Days } from "../api/starts";
import { addDays, dayWords, HERE, monthWords, wall, weekdayOf } from "../core/time";

interface MonthProps {
  month: string;
  days: Days;
  chosen?: string;
  isBusy: boolean;
  first: string;
  last: string;
  choose: (date: string) => void;
  turn: (months: number) => void;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function Month(props: MonthProps) {
  const { month, isBusy, first, last, turn } = props;
  return (
    <section class="month" aria-busy={isBusy} aria-label="Day">
      <div class="turn">
        <button type="button" class="plain" disabled={month <= first} onClick={() => turn(-1)}>
          <span aria-hidden="true">‹</span>
          <span class="unseen">Month before</span>
        </button>
        <h2 aria-live="polite">{monthWords(month)}</h2>
        <button type="button" class="plain" disabled={month >= last} onClick={() => turn(1)}>
          <span aria-hidden="true">›</span>
          <span class="unseen">Month after</span>
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th scope="col" key={name}>
                <span aria-hidden="true">{name.slice(0, 2)}</span>
                <span class="unseen">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(month).map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date}>{date.startsWith(month) && <Day date={date} {...props} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Day({ date, days, chosen, choose }: MonthProps & { date: string }) {
  const count = days.get(date)?.length ?? 0;
  const free = count ? `${count} free time${count === 1 ? "" : "s"}` : "no free times";
  return (
    <button
      type="button"
      class="day"
      disabled={!count}
      aria-pressed={date === chosen}
      aria-current={date === wall(Date.now(), HERE).date ? "date" : undefined}
      aria-label={`${dayWords(date)}, ${free}`}
      onClick={() => choose(date)}
    >
      {Number(date.slice(8))}
    </button>
  );
}

/** Six weeks always, so that nothing moves when the month changes. */
function weeks(month: string): string[][] {
  const first = addDays(`${month}-01`, -weekdayOf(`${month}-01`));
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(first, 7 * week + day)),
  );
}
