/** The free starts of the day to which a booking shall go. */

import { Free } from "./free";
import type { Moving } from "./use-move";
import type { Visit } from "./visit";

interface OffersProps {
  visit: Visit;
  moving: Moving;
  back: string;
  chooseDay: (date: string) => void;
}

/** The free starts of the chosen day, where they can be listed. */
export function Offers({ visit, moving, back, chooseDay }: OffersProps) {
  const { draft, zone, goal, round, fill } = moving;
  const { slot, service } = visit;
  if (!draft.date) return null;
  const isOffered = service?.active && service.provider_ids.includes(draft.provider);
  if (slot.service_id !== undefined && !isOffered) {
    return <p class="hint">Free times cannot be listed, because this service is not offered now.</p>;
  }
  const wish = { provider: draft.provider, ...(service ? { service: service.id } : {}) };
  return (
    <Free
      wish={wish}
      date={draft.date}
      zone={zone}
      chosen={goal?.at}
      round={round}
      back={back}
      choose={fill}
      chooseDay={chooseDay}
    />
  );
}
