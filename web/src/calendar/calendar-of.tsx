/** The calendar of one provider: its views, and the way between them. */

import type { Me } from "../api/ask";
import { provider } from "../api/providers";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { current, Top } from "../ui/top";
import { useRead } from "../ui/use";
import { Outside } from "./booked/outside";
import type { Desk } from "./desk";
import { Hours } from "./hours/hours";
import { Go, type Place, type View } from "./place";
import { Settings } from "./providers/settings";
import { Services } from "./services/services";
import { Week } from "./week/week";

interface CalendarProps {
  me: Me;
  isAdmin: boolean;
  id: number;
  place: Place;
}

export function Calendar({ me, isAdmin, id, place }: CalendarProps) {
  const { data, problem, again } = useRead(() => provider(id), [id]);
  return (
    <>
      <Ways isAdmin={isAdmin} place={place} />
      <main>
        {problem && (
          <>
            <Heading>Calendar</Heading>
            <Trouble problem={problem} retry={again} />
          </>
        )}
        {!problem && !data && <Bones count={2} kind="cards" />}
        {data && viewOf({ me, isAdmin, provider: data, place, refresh: again })}
      </main>
    </>
  );
}

const WAYS: readonly (readonly [View | undefined, string])[] = [
  [undefined, "Week"],
  ["outside", "Outside hours"],
  ["hours", "Working hours"],
  ["services", "Services"],
  ["settings", "Settings"],
];

function Ways({ isAdmin, place: { view, provider: of } }: { isAdmin: boolean; place: Place }) {
  return (
    <Top>
      {WAYS.map(([to, words]) => (
        <Go key={words} to={{ view: to, provider: of }} {...current(view === to)}>
          {words}
        </Go>
      ))}
      {isAdmin && <Go to={{ view: "providers" }}>Providers</Go>}
    </Top>
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
