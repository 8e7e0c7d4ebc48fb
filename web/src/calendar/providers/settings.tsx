/** What is true of the provider as a whole, and the end of the calendar. */

import { useState } from "preact/hooks";
import type { Account } from "../../api/ask";
import { account, changeProvider } from "../../api/providers";
import { useEdit } from "../../ui/edit";
import { Form } from "../../ui/form";
import { Bones, Changed, Heading } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { DeleteProvider } from "./delete-provider";
import { bodyOf, enteredOf, mistakes } from "./entered";
import { Fields } from "./fields";
import { Links } from "./links";

export function Settings({ desk }: { desk: Desk }) {
  const { id } = desk.provider;
  const { data, tag, problem, again } = useRead(() => account(id), [id]);
  const [saved, setSaved] = useState({ times: 0, isMoved: false });
  const done = (isMoved: boolean) => {
    setSaved({ times: saved.times + 1, isMoved });
    desk.refresh();
    again();
  };
  return (
    <>
      <Heading lead={desk.provider.name}>Settings</Heading>
      {saved.times > 0 && <Changed key={saved.times}>Saved.</Changed>}
      {saved.isMoved && <Moved desk={desk} />}
      {problem && <Refusal problem={problem} back={queryOf(desk.place)} retry={again} />}
      {!data && !problem && <Bones count={2} kind="cards" />}
      {data && <Changing key={tag} desk={desk} found={data} version={tag} done={done} />}
      {data && <Links desk={desk} />}
      {data && <DeleteProvider desk={desk} version={tag} />}
    </>
  );
}

const ZONE_HINT =
  "If you change it, the working hours keep their times by the clock, and so move with the zone. Bookings keep their moment in time, and so does time that was opened or closed by hand.";

interface ChangingProps {
  desk: Desk;
  found: Account;
  version: string | undefined;
  /** Called with whether the zone has changed. */
  done: (isMoved: boolean) => void;
}

function Changing({ desk, found, version, done }: ChangingProps) {
  const { id, time_zone } = found;
  const form = useEdit({
    name: `${desk.me.sub}.settings.${id}`,
    found,
    version,
    enteredOf,
    bodyOf,
    mistakes,
    put: (body, over) => changeProvider(id, body, over),
    read: () => account(id),
    done: (saved) => done(saved.time_zone !== time_zone),
  });
  return (
    <Form form={form} submit="Save" back={queryOf(desk.place)}>
      <Fields form={form} zoneHint={ZONE_HINT} />
    </Form>
  );
}

function Moved({ desk: { place } }: { desk: Desk }) {
  return (
    <p>
      The working hours have moved to the new zone.{" "}
      <Go to={{ ...place, view: "outside" }}>See which bookings are outside them now</Go>
    </p>
  );
}
