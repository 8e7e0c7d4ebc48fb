/** With whom: anyone, or one of the providers of the service. */

import type { Service } from "../api/ask";
import type { Providers } from "../ui/shown-providers";
import { type Place, replace } from "./place";

const FEW = 6;

export function Whom({ place, service, known }: { place: Place; service: Service; known: Providers }) {
  const ids = service.provider_ids;
  const chosen = place.provider ?? "any";
  const choose = (provider: number | "any") => replace({ ...place, provider, day: undefined });
  if (ids.length > FEW) {
    return (
      <label class="whom">
        With
        <select
          value={String(chosen)}
          onChange={({ currentTarget: { value } }) => choose(value === "any" ? "any" : Number(value))}
        >
          <option value="any">Anyone</option>
          {ids
            .filter((id) => known.has(id))
            .map((id) => (
              <option key={id} value={String(id)}>
                {known.get(id)?.name}
              </option>
            ))}
        </select>
      </label>
    );
  }
  return (
    <fieldset class="whom">
      <legend>With</legend>
      {(["any", ...ids] as const).map((id) => {
        const name = id === "any" ? "Anyone" : known.get(id)?.name;
        // Until the name has come, only its place is kept: a choice without a name cannot be heard.
        if (!name) return <Blank key={id} />;
        return (
          <label key={id} class="chip">
            <input type="radio" name="whom" checked={chosen === id} onChange={() => choose(id)} />
            <span>{name}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

const Blank = () => (
  <span class="chip" aria-hidden="true">
    <span>{"\u00a0"}</span>
  </span>
);
