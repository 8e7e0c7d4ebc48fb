/** A service that one may only look at. */

import type { ComponentChildren } from "preact";
import type { Provider, Service } from "../../api/ask";
import { lengthWords } from "../../core/time";
import { spanWords } from "../../ui/span";

export function Facts({ service, provider }: { service: Service; provider: Provider }) {
  const notice = service.min_notice_minutes ?? provider.min_notice_minutes;
  const reminders = service.reminder_minutes.map((minutes) => `${spanWords(minutes)} before`);
  return (
    <dl class="summary facts">
      <Fact name="What">{service.description}</Fact>
      <Fact name="Length">{lengthWords(service.duration_minutes)}</Fact>
      <Fact name="Free time before">{minutes(service.buffer_before_minutes)}</Fact>
      <Fact name="Free time after">{minutes(service.buffer_after_minutes)}</Fact>
      <Fact name="Can start">{`every ${lengthWords(service.start_every_minutes)}`}</Fact>
      <Fact name="Minimum notice">{spanWords(notice)}</Fact>
      <Fact name="Reminders">{reminders.join(", ") || "none"}</Fact>
      <Fact name="Clients can book it">{service.active ? "yes" : "no"}</Fact>
    </dl>
  );
}

const minutes = (count: number) => (count ? lengthWords(count) : "none");

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
