/** Which of the two instants is meant, where clocks go back and show a time twice. */

import { clockWords, instantsAt } from "../../core/clock";
import { Field } from "../../ui/field";
import type { Draft } from "./target";

interface WhichProps {
  id: string;
  draft: Draft;
  zone: string;
  wrong: string | undefined;
  choose: (at: number) => void;
}

export function Which({ id, draft: { date, time, at }, zone, wrong, choose }: WhichProps) {
  const instants = date && time ? instantsAt(date, time, zone) : [];
  if (instants.length < 2) return null;
  return (
    <Field id={id} label={`Which ${time}?`} hint="Clocks go back that day, so it comes twice." wrong={wrong}>
      {(described) => (
        <select
          {...described}
          value={String(at ?? "")}
          onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
        >
          <option value="" disabled>
            Choose
          </option>
          {instants.map((each) => (
            <option key={each} value={String(each)}>
              {clockWords(each, zone)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
