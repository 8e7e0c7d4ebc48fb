/** Free times as buttons. */

import type { Start } from "../api/starts";
import { clockWords } from "../core/clock";
import { dayWords, wall } from "../core/time";
import { elsewhere, spoken } from "../ui/moment";
import type { Providers } from "../ui/shown-providers";

export interface TimesOfDay {
  minutes: number;
  providers: Providers;
  chooseTime: (start: Start) => void;
}

interface ListProps extends TimesOfDay {
  starts: Start[];
  /** They are of several days, so each shows its own. */
  isDated?: boolean;
}

const PARTS: readonly [string, (hour: number) => boolean][] = [
  ["Morning", (hour) => hour < 12],
  ["Afternoon", (hour) => hour >= 12 && hour < 17],
  ["Evening", (hour) => hour >= 17],
];

/** The times of one day, in parts of it. */
export function DayTimes({ starts, ...rest }: ListProps) {
  return (
    <>
      {PARTS.map(([name, belongs]) => {
        const part = starts.filter((start) => belongs(Number(wall(start.at).time.slice(0, 2))));
        if (!part.length) return null;
        return (
          <div key={name}>
            <h3>{name}</h3>
            <TimeList starts={part} {...rest} />
          </div>
        );
      })}
    </>
  );
}

export function TimeList({ starts, minutes, providers, chooseTime, isDated }: ListProps) {
  return (
    <ul class={isDated ? "dated" : ""}>
      {starts.map((start) => (
        <li key={start.at}>
          <button
            type="button"
            class="time"
            aria-label={spoken(start, minutes, providers)}
            onClick={() => chooseTime(start)}
          >
            {isDated && <span class="of">{dayWords(wall(start.at).date)}, </span>}
            {clockWords(start.at)}
            {elsewhere(start, providers).map((words) => (
              <small key={words}>{words}</small>
            ))}
          </button>
        </li>
      ))}
    </ul>
  );
}
