/** A service that one may only look at. */

import type { Provider, Service } from "../../api/ask";
import { lengthWords } from "../../core/time";
import { spanWords } from "../../ui/span";
import { Row } from "../../ui/summary";

export function Facts({ service, provider }: { service: Service; provider: Provider }) {
  const notice = service.min_notice_minutes ?? provider.min_notice_minutes;
  const reminders = service.reminder_minutes.map((minutes) => `${spanWords(minutes)} before`);
  return (
    <dl class="summary facts">
      <Row name="What">{service.description}</Row>
      <Row name="Length">{lengthWords(service.duration_minutes)}</Row>
      <Row name="Free time before">{minutes(service.buffer_before_minutes)}</Row>
      <Row name="Free time after">{minutes(service.buffer_after_minutes)}</Row>
      <Row name="Can start">{`every ${lengthWords(service.start_every_minutes)}`}</Row>
      <Row name="Minimum notice">{notice ? spanWords(notice) : "none"}</Row>
      <Row name="Reminders">{reminders.join(", ") || "none"}</Row>
      <Row name="Clients can book it">{service.active ? "yes" : "no"}</Row>
    </dl>
  );
}

const minutes = (count: number) => (count ? lengthWords(count) : "none");
