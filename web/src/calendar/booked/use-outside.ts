/** The bookings outside open time, as the API listed them last. */

import { useEffect, useState } from "preact/hooks";
import { type Provider, type Service, type Slot, serverNow } from "../../api/ask";
import { SPAN, uncovered } from "../../api/bookings";
import { servicesOf } from "../../api/known";
import { DAY, dayWords, wall } from "../../core/time";
import { useRead } from "../../ui/use";

const YEAR = 366 * DAY;
const STEP = 2;

interface Listed {
  slots: Slot[];
  services: Service[];
}

export function useOutside({ id, time_zone }: Provider) {
  const [now] = useState(serverNow);
  const [windows, setWindows] = useState(STEP);
  const until = now + Math.min(windows * SPAN, YEAR);
  const { data, problem, again } = useRead(() => read(id, now, until), [windows]);
  // The list stays while it is read again: somebody may be typing in it.
  const [shown, setShown] = useState<{ list: Listed; until: number }>();
  useEffect(() => {
    if (data) setShown({ list: data, until });
  }, [data]);
  return {
    list: shown?.list,
    last: dayWords(wall(shown?.until ?? until, time_zone).date),
    isBusy: !data && !problem,
    isAll: shown !== undefined && shown.until >= now + YEAR,
    problem,
    again,
    further: () => setWindows((count) => count + STEP),
  };
}

async function read(provider: number, from: number, to: number) {
  const [slots, services] = await Promise.all([uncovered(provider, from, to), servicesOf()]);
  // Without the services, a booking still has its time and its client.
  return slots.problem ? slots : { data: { slots: slots.data, services: services.data ?? [] } };
}
