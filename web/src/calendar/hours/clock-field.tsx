/** A field for a time of day, in quarter-hours. */

import { useMemo } from "preact/hooks";

interface ClockProps {
  id: string;
  /** What it is a time of. */
  of: string;
  label: string;
  /** Whether only a screen reader reads the label, because the place says it. */
  isUnseen?: boolean;
  times: readonly string[];
  value: string;
  /** The ids of the words that belong to it. */
  wrong?: string | undefined;
  beside?: string | undefined;
  children: (time: string) => void;
}

export function Clock({
  id,
  of,
  label,
  isUnseen = false,
  times,
  value,
  wrong,
  beside,
  children,
}: ClockProps) {
  // Drawn once: a week has thousands of these.
  const options = useMemo(() => times.map((time) => <option key={time}>{time}</option>), [times]);
  const described = wrong ?? beside;
  return (
    <span class="clock-field">
      <label for={id} class={isUnseen ? "unseen" : ""}>
        <span class="unseen">{`${of}, `}</span>
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-invalid={Boolean(wrong)}
        {...(described ? { "aria-describedby": described } : {})}
        onChange={({ currentTarget }) => children(currentTarget.value)}
      >
        {options}
      </select>
    </span>
  );
}
