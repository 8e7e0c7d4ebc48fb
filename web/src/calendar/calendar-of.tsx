/** The calendar of one provider: its views, and the way between them. */

import { useEffect, useState } from "preact/hooks";
import type { Me, Provider } from "../api/ask";
import { provider } from "../api/providers";
import { Bones, Heading } from "../ui/pieces";
import { Refusal } from "../ui/refusal";
import { useRead } from "../ui/use";
import { Outside } from "./booked/outside";
import type { Desk } from "./desk";
import { Hours } from "./hours/hours";
import { type Place, queryOf } from "./place";
import { Settings } from "./providers/settings";
import { Services } from "./services/services";
import { Unknown } from "./strangers";
import { Ways } from "./ways";
import { Week } from "./week/week";

interface CalendarProps {
  me: Me;
  isAdmin: boolean;
  id: number;
  place: Place;
  /** What was done just before this calendar was opened. */
  said: string;
  left: () => void;
}

export function Calendar({ me, isAdmin, id, place, said, left }: CalendarProps) {
  const { data, problem, again } = useRead(() => provider(id), [id]);
  // While it is read again, the view stays.
  const [known, setKnown] = useState<Provider>();
  useEffect(() => {
    if (data) setKnown(data);
  }, [data]);
  if (problem?.status === 404) return <Unknown me={me} isAdmin={isAdmin} />;
  return (
    <>
      <Ways me={me} isAdmin={isAdmin} place={place} />
      <main>
        {said && place.view === "hours" && <p class="notice">{said}</p>}
        {problem && !known && <Heading>Calendar</Heading>}
        {problem && <Refusal problem={problem} back={queryOf(place)} retry={again} />}
        {!problem && !known && <Bones count={2} kind="cards" />}
        {known && viewOf({ me, isAdmin, provider: known, place, refresh: again, left })}
      </main>
    </>
  );
}

function viewOf(desk: Desk): preact.JSX.Element {
  switch (desk.place.view) {
    case "outside":
      return <Outside desk={desk} />;
    case "hours":
      return <Hours desk={desk} />;
    case "services":
      return <Services desk={desk} />;
    case "settings":
      return <Settings desk={desk} />;
    default:
      return <Week desk={desk} />;
  }
}
