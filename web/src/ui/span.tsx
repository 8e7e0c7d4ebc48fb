/** A length of time as a number and a unit. */

import { Field } from "./field";

const UNITS = { days: 1440, hours: 60, minutes: 1 } as const;
type Unit = keyof typeof UNITS;

export interface Span {
  /** As it was typed. Nothing stands for no span at all. */
  count: string;
  unit: Unit;
}

/** The span in the largest unit that fits exactly. */
export function spanOf(minutes: number | null): Span {
  if (!minutes) return { count: minutes === null ? "" : "0", unit: "hours" };
  const unit = minutes % UNITS.days === 0 ? "days" : minutes % UNITS.hours === 0 ? "hours" : "minutes";
  return { count: String(minutes / UNITS[unit]), unit };
}

/** Return minutes, or null if nothing was typed. */
export function minutesIn({ count, unit }: Span): number | null {
  return count.trim() ? Number(count) * UNITS[unit] : null;
}

/** Such as "2 days". */
export function spanWords(minutes: number): string {
  const { count, unit } = spanOf(minutes);
  return `${count} ${count === "1" ? unit.slice(0, -1) : unit}`;
}

const YEAR = 366 * UNITS.days;

/** Say what is wrong with what was typed, if anything is. */
export function spanMistake(span: Span): string | undefined {
  if (!/^\d*$/.test(span.count.trim())) return "Please enter a whole number.";
  return (minutesIn(span) ?? 0) > YEAR ? "This is at most a year." : undefined;
}

interface SpanFieldProps {
  id: string;
  label: string;
  hint: string;
  wrong: string | undefined;
  value: Span;
  set: (value: Span) => void;
}

export function SpanField({ id, label, hint, wrong, value, set }: SpanFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <div class="span">
          <input
            {...described}
            inputMode="numeric"
            autocomplete="off"
            maxLength={6}
            value={value.count}
            onInput={({ currentTarget }) => set({ ...value, count: currentTarget.value })}
          />
          <select
            aria-label={`Unit of: ${label}`}
            value={value.unit}
            onChange={({ currentTarget }) => set({ ...value, unit: currentTarget.value as Unit })}
          >
            {Object.keys(UNITS).map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
