/** Working hours, and time off. */

import { hoursOf } from "../../api/hours";
import { Bones, Heading, Trouble } from "../../ui/pieces";
import { SignIn } from "../../ui/sign-in";
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
      {problem?.status === 401 && <SignIn back={queryOf(desk.place)}>Sign in and go on</SignIn>}
      {problem && problem.status !== 401 && <Trouble problem={problem} retry={again} />}
      {!data && !problem && <Bones count={3} kind="cards" />}
      {data && !data.rules && (
        <p>There are no working hours yet. Once you have saved some, days open by themselves.</p>
      )}
      {data && <Editor key={id} desk={desk} first={data} />}
    </>
  );
}
