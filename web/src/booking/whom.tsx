/** With whom: anyone, or one of the providers of the service. */

import type { Service } from "../api/ask";
import type { Providers } from "../ui/shown-providers";
import { type Place, replace } from "./place";

const FEW = 6;

export function Whom({ place, service, known }: { place: Place; service: Service; known: Providers }) {
  const ids = service.provider_ids;
  const chosen = place.provider ?? "any";
  const choose = (provider: number | "any") => replace({ ...place, provider, day: undefined });
  const nameOf = (id: number) => known.get(id)?.name ?? "\u00a0";
  if (ids.length > FEW) {
    return (
      <label class="whom">
        With
        <select
          value={String(chosen)}
          onChange={({ currentTarget: { value } }) => choose(value === "any" ? "any" : Number(value))}
        >
          <option value="any">Anyone</option>
          {ids.map((id) => (
            <option key={id} value={String(id)}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <fieldset class="whom">
      <legend>With</legend>
      {(["any", ...ids] as const).map((id) => (
        <label key={id} class="chip">
          <input type="radio" name="whom" checked={chosen === id} onChange={() => choose(id)} />
          <span>{id === "any" ? "Anyone" : nameOf(id)}</span>
        </label>
      ))}
    </fieldset>
  );
}
