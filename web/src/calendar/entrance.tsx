/** Who may see a calendar, and whose is shown. */

import type { Me } from "../api/ask";
import { me } from "../api/providers";
import { session } from "../api/session";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { SignIn } from "../ui/sign-in";
import { Top } from "../ui/top";
import { useRead } from "../ui/use";
import { Calendar } from "./calendar-of";
import { Go, type Place, queryOf, usePlace } from "./place";
import { NewProvider } from "./providers/new-provider";
import { Providers } from "./providers/providers";

export function Entrance() {
  const place = usePlace();
  return session() ? <Signed place={place} /> : <SignedOut place={place} />;
}

function SignedOut({ place }: { place: Place }) {
  return (
    <Plain>
      <Heading lead="Sign in as a provider or an administrator.">Calendar</Heading>
      <SignIn back={queryOf(place)}>Sign in</SignIn>
    </Plain>
  );
}

function Signed({ place }: { place: Place }) {
  const { data, problem, again } = useRead(me, []);
  if (problem?.status === 401) return <SignedOut place={place} />;
  if (problem) {
    return (
      <Plain>
        <Heading>Calendar</Heading>
        <Trouble problem={problem} retry={again} />
      </Plain>
    );
  }
  if (!data) {
    return (
      <Plain>
        <Bones count={2} kind="cards" />
      </Plain>
    );
  }
  return data.groups.length ? <Staff me={data} place={place} refresh={again} /> : <Client />;
}

function Client() {
  return (
    <Plain>
      <Heading lead={`You are signed in as ${session()?.name}.`}>This page is for providers</Heading>
      <p>Your account has no calendar. If you have just been made a provider, sign out, and sign in again.</p>
      <p>
        <a href="/">Book an appointment</a>
      </p>
    </Plain>
  );
}

interface StaffProps {
  me: Me;
  place: Place;
  refresh: () => void;
}

function Staff({ me, place, refresh }: StaffProps) {
  const isAdmin = me.groups.includes("admins");
  const own = me.provider_ids[0];
  const shown = place.provider ?? own;
  if (isAdmin && place.view === "new") {
    return (
      <Lobby>
        <NewProvider isAdmin created={refresh} />
      </Lobby>
    );
  }
  if (isAdmin && (shown === undefined || place.view === "providers")) {
    return (
      <Lobby>
        <Providers />
      </Lobby>
    );
  }
  if (shown === undefined) {
    return (
      <Plain>
        <NewProvider isAdmin={false} created={refresh} />
      </Plain>
    );
  }
  if (!isAdmin && !me.provider_ids.includes(shown)) return <NotYours />;
  return <Calendar key={shown} me={me} isAdmin={isAdmin} id={shown} place={place} />;
}

function NotYours() {
  return (
    <Plain>
      <Heading lead="You can only open your own.">This is not your calendar</Heading>
      <p>
        <Go to={{}}>Open my calendar</Go>
      </p>
    </Plain>
  );
}

/** What an administrator sees while no calendar is open. */
function Lobby({ children }: { children: preact.ComponentChildren }) {
  return (
    <>
      <Top>
        <Go to={{ view: "providers" }} aria-current="page">
          Providers
        </Go>
      </Top>
      <main>{children}</main>
    </>
  );
}

function Plain({ children }: { children: preact.ComponentChildren }) {
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
