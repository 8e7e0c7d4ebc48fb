/** What is being booked, with whom, when and for whom. */

import type { ComponentChildren } from "preact";
import { When } from "./moment";

interface SummaryProps {
  what?: string | undefined;
  whom?: string | undefined;
  at: number;
  minutes?: number | undefined;
  zone?: string | undefined;
  person?: string | undefined;
}

export function Summary({ what, whom, at, minutes, zone, person }: SummaryProps) {
  return (
    <dl class="summary">
      <Row name="What">{what}</Row>
      <Row name="With">{whom}</Row>
      <Row name="When">
        <When at={at} {...(minutes ? { minutes } : {})} {...(zone ? { zone } : {})} />
      </Row>
      <Row name="For">{person}</Row>
    </dl>
  );
}

export function Row({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
