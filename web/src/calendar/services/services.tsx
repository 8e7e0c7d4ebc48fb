/** What the provider offers. */

import { useEffect, useState } from "preact/hooks";
import type { Desk } from "../desk";
import { go, placeNow, queryOf } from "../place";
import { EditService } from "./edit-service";
import { ServiceList } from "./list";
import { NewService } from "./new-service";

export function Services({ desk }: { desk: Desk }) {
  const { service } = desk.place;
  const [said, setSaid] = useState("");
  const [round, setRound] = useState(0);
  const done = (words: string) => {
    setSaid(words);
    setRound((count) => count + 1);
    // Meanwhile another place may have been chosen, which stays.
    if (queryOf(placeNow()) === queryOf(desk.place)) go({ ...desk.place, service: undefined });
  };
  const isList = service === undefined;
  useEffect(() => {
    if (!isList) setSaid("");
  }, [isList]);
  if (isList) return <ServiceList key={round} desk={desk} said={said} />;
  if (service === 0) return <NewService desk={desk} done={done} />;
  return <EditService key={service} desk={desk} id={service} done={done} />;
}
