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
  const { hasOutside, hasService } = linesOf(block, service !== undefined);
  const begins = visit && Date.parse(visit.start) === from;
  return (
    <>
      <span>
        {isOutside && !hasOutside && "⚠ "}
        {begins ? clockWords(from, zone) : "…"} <b>{named(visit?.client_name ?? "")}</b>
        {service && !hasService && `, ${service}`}
      </span>
      {hasService && <span>{service}</span>}
      {hasOutside && <span class="outside">outside</span>}
    </>
  );
}

/** What has a line of its own, after the first. The last line of a hold says how long it lasts. */
function linesOf({ first, end, kind, isOutside }: Block, isService: boolean) {
  const lines = end - first - (kind === "held" ? 1 : 0);
  const hasOutside = isOutside && lines >= 2;
  return { hasOutside, hasService: isService && lines >= (hasOutside ? 3 : 2) };
}
