/** The links by which calendar programs follow the provider's bookings. */

import { useState } from "preact/hooks";
import { Follow } from "../../ui/follow";
import type { Desk } from "../desk";
import { queryOf } from "../place";

const KINDS = [
  [false, "With names and services", "Whoever has the link can see your bookings, with names."],
  [
    true,
    "Only busy times, without names",
    "Whoever has the link can see when you are busy, and nothing else.",
  ],
] as const;

export function Links({ desk }: { desk: Desk }) {
  const [isBusyOnly, setBusyOnly] = useState(false);
  const [, , who] = KINDS[isBusyOnly ? 1 : 0];
  return (
    <section aria-labelledby="follow">
      <h2 id="follow">In your calendar program</h2>
      <fieldset>
        <legend>What a calendar link shows</legend>
        <div class="shows">
          {KINDS.map(([value, words]) => (
            <label key={words} class="chip">
              <input
                type="radio"
                name="shows"
                checked={isBusyOnly === value}
                onChange={() => setBusyOnly(value)}
              />
              <span>{words}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Follow
        key={String(isBusyOnly)}
        of={{ provider_id: desk.provider.id, busy_only: isBusyOnly }}
        back={queryOf(desk.place)}
      >
        {`Calendar programs can follow this calendar by a link. ${who}`}
      </Follow>
    </section>
  );
}
