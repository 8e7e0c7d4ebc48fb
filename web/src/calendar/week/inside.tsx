/** What stands in a block: a line for each quarter-hour, and no more. */

import { clockWords } from "../../core/clock";
import { named } from "../../core/names";
import type { Block } from "./blocks";
import type { ServiceOf } from "./words";

const SHORT = {
  open: "Open",
  soon: "Too soon for clients",
  closed: "Closed",
  taken: "Taken",
  buffer: "Buffer",
};

interface InsideProps {
  block: Block;
  zone: string;
  serviceOf: ServiceOf;
}

export function Inside({ block, zone, serviceOf }: InsideProps) {
  const { kind, visit, isOutside, from } = block;
  if (kind === "past") return null;
  if (kind !== "booked" && kind !== "held") return <span class="word">{SHORT[kind]}</span>;
  const service = serviceOf(visit?.service_id)?.name;
  const who = named(visit?.client_name ?? "");
  const { hasOutside, hasWho } = linesOf(block, service !== undefined);
  const begins = visit && Date.parse(visit.start) === from;
  const sign = isOutside && !hasOutside ? "⚠ " : "";
  return (
    <>
      {/* In the order of the full name, so that one can say what one sees. The style adds the start before it. */}
      <span
        class={hasWho ? "begins" : "begins brief"}
        data-start={`${sign}${begins ? clockWords(from, zone) : "…"}`}
      >
        {service && <span class="service">{service}</span>} {!hasWho && <b>{who}</b>}
      </span>{" "}
      {hasWho && <b>{who}</b>} {hasOutside && <span class="outside">outside</span>}
    </>
  );
}

/** What has a line of its own, after the first. The last line of a hold says how long it lasts. */
function linesOf({ first, end, kind, isOutside }: Block, isService: boolean) {
  const lines = end - first - (kind === "held" ? 1 : 0);
  const hasOutside = isOutside && lines >= 2;
  return { hasOutside, hasWho: isService && lines >= (hasOutside ? 3 : 2) };
}
