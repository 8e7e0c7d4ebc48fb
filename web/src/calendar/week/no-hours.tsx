/** A hint for somebody whose week is empty because nothing opens it. */

import { useRead } from "../../ui/use";
import type { Desk } from "../desk";
import { Go } from "../place";
import { hasHours } from "./read";

export function NoHours({ desk: { provider, place } }: { desk: Desk }) {
  const { data } = useRead(() => hasHours(provider.id), [provider.id]);
  if (data !== false) return null;
  return (
    <div class="notice">
      <p>
        {"Nothing can be booked yet, because there are no working hours. "}
        <Go to={{ view: "hours", provider: place.provider }}>Set working hours</Go>
        {", or choose a time below and open it."}
      </p>
    </div>
  );
}
