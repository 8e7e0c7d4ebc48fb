/** How to reach the client, as the API knows it now. */

import { look } from "../../api/bookings";
import { Refusal } from "../../ui/refusal";
import { Row } from "../../ui/summary";
import { useRead } from "../../ui/use";
import type { Visit } from "./visit";

export function Contact({ visit: { slot }, back }: { visit: Visit; back: string }) {
  const { data, problem, again } = useRead(() => look(slot), [slot.id, slot.booking_id]);
  if (problem?.status === 404 || (data && data.booking_id !== slot.booking_id)) {
    return <Row name="Contact">It is no longer at this time.</Row>;
  }
  if (problem) {
    return (
      <Row name="Contact">
        <Refusal problem={problem} retry={again} back={back} />
      </Row>
    );
  }
  if (!data) return <Row name="Contact">{"\u2026"}</Row>;
  const { client_email: email, client_phone: phone } = data;
  if (email === undefined) return <Row name="Contact">The client's details are no longer kept.</Row>;
  if (!email && !phone) return <Row name="Contact">No e-mail address and no phone number.</Row>;
  return (
    <>
      <Row name="E-mail">{email && <a href={mailto(email)}>{email}</a>}</Row>
      <Row name="Phone">{phone && <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>}</Row>
    </>
  );
}

const mailto = (email: string) => `mailto:${encodeURIComponent(email).replace("%40", "@")}`;
