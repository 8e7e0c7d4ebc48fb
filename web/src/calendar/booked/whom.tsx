/** With whom a booking shall be: administrators may move it to another provider of its service. */

import type { Service } from "../../api/ask";
import type { Providers } from "../../ui/shown-providers";

interface WhomProps {
  id: string;
  service: Service;
  known: Providers;
  chosen: number;
  choose: (provider: number) => void;
}

export function Whom({ id, service, known, chosen, choose }: WhomProps) {
  const offered = service.provider_ids.filter((each) => known.has(each));
  return (
    <div class="field">
      <label for={id}>With</label>
      <select
        id={id}
        value={String(chosen)}
        onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
      >
        {offered.map((each) => (
          <option key={each} value={String(each)}>
            {known.get(each)?.name}
          </option>
        ))}
      </select>
    </div>
  );
}
