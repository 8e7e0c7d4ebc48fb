/** The top of the page: where one can go. */

import type { ComponentChildren } from "preact";
import type { Me } from "../api/ask";
import { current, Top } from "../ui/top";
import { Go, type Place, type View } from "./place";

const WAYS: readonly (readonly [View | undefined, string])[] = [
  [undefined, "Week"],
  ["outside", "Outside open time"],
  ["hours", "Working hours"],
  ["services", "Services"],
  ["settings", "Settings"],
];

interface WaysProps {
  me: Me;
  isAdmin: boolean;
  place: Place;
}

/** The views of the open calendar, and the way to other calendars. */
export function Ways({ me, isAdmin, place: { view, provider, day } }: WaysProps) {
  return (
    <Top>
      {WAYS.map(([to, words]) => (
        <Go key={words} to={{ view: to, provider }} {...current(view === to)}>
          {words}
        </Go>
      ))}
      <Others me={me} isAdmin={isAdmin} from={{ next: view, provider, day }} />
    </Top>
  );
}

/** A page without an open calendar. */
export function Lobby({ me, isAdmin, view, children }: LobbyProps) {
  return (
    <>
      <Top>
        <Others me={me} isAdmin={isAdmin} isHere={view === "providers"} />
        {me.provider_ids.length > 0 && <Go to={{}}>My calendar</Go>}
      </Top>
      <main>{children}</main>
    </>
  );
}

interface LobbyProps {
  me: Me;
  isAdmin: boolean;
  view?: View | undefined;
  children: ComponentChildren;
}

interface OthersProps {
  me: Me;
  isAdmin: boolean;
  isHere?: boolean;
  /** What stays when another calendar is chosen. */
  from?: Place;
}

function Others({ me, isAdmin, isHere = false, from = {} }: OthersProps) {
  if (!isAdmin && me.provider_ids.length < 2) return null;
  return (
    <Go to={{ ...from, view: "providers" }} {...current(isHere)}>
      {isAdmin ? "Providers" : "Calendars"}
    </Go>
  );
}

/** A page of somebody of whom nothing is known yet. */
export function Plain({ children }: { children: ComponentChildren }) {
  return (
    <>
      <Top>
        <Go to={{}} aria-current="page">
          Calendar
        </Go>
      </Top>
      <main>{children}</main>
    </>
  );
}
