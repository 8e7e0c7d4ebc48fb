/** A line through today, at the time that it is. */

import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../../api/ask";
import type { Span } from "./blocks";
import { QUARTER, quartersOf } from "./quarters";
import { laneOf, placeStyle } from "./where";

const EACH = 30_000;

export function NowLine({ date, zone, span }: { date: string; zone: string; span: Span }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const clock = setInterval(() => setNow(serverNow()), EACH);
    return () => clearInterval(clock);
  }, []);
  const quarter = quartersOf(date, zone).find(({ at }) => at <= now && now < at + QUARTER);
  if (!quarter || quarter.row < span.first || quarter.row >= span.end) return null;
  const { at, row } = quarter;
  const style = {
    ...placeStyle({ first: row, end: row + 1 }, span),
    top: `${((now - at) / QUARTER) * 100}%`,
  };
  return <span class={`now ${laneOf(quarter)}`} style={style} />;
}
