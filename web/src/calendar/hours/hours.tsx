/** Working hours, and time off. */

import { hoursOf } from "../../api/hours";
import { Bones, Heading } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";
import { withClock } from "../../ui/whose-clock";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { Editor } from "./editor";

export function Hours({ desk }: { desk: Desk }) {
  const { id, name, time_zone } = desk.provider;
  const { data, problem, again } = useRead(() => hoursOf(id), [id]);
  return (
    <>
      <Heading lead={withClock(name, time_zone)}>Working hours</Heading>
      {problem && <Refusal problem={problem} retry={again} back={queryOf(desk.place)} />}
      {!data && !problem && <Bones count={3} kind="cards" />}
      {data && <Editor key={id} desk={desk} first={data} />}
    </>
  );
}
