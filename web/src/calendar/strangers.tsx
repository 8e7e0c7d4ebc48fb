/** Who cannot see a calendar here, and why. */

import type { Me } from "../api/ask";
import { session } from "../api/session";
import { named } from "../core/names";
import { Heading } from "../ui/pieces";
import { SignIn } from "../ui/sign-in";
import { Go, type Place, queryOf } from "./place";
import { Lobby, Plain } from "./ways";

export function SignedOut({ place }: { place: Place }) {
  return (
    <Plain>
      <Heading lead="Sign in as a provider or an administrator.">Calendar</Heading>
      <SignIn back={queryOf(place)}>Sign in</SignIn>
    </Plain>
  );
}

export function Client() {
  return (
    <Plain>
      <Heading lead={`You are signed in as ${named(session()?.name ?? "")}.`}>
        This page is for providers
      </Heading>
      <p>Your account has no calendar. If you have just been made a provider, sign out, and sign in again.</p>
      <p>
        <a href="/">Book an appointment</a>
      </p>
    </Plain>
  );
}

interface StrangerProps {
  me: Me;
  isAdmin: boolean;
}

export function NotYours({ me, isAdmin }: StrangerProps) {
  return (
    <Lobby me={me} isAdmin={isAdmin}>
      <Heading lead="You can only open your own.">This is not your calendar</Heading>
      <p>
        <Go to={{}}>Open my calendar</Go>
      </p>
    </Lobby>
  );
}

export function Unknown({ me, isAdmin }: StrangerProps) {
  return (
    <Lobby me={me} isAdmin={isAdmin}>
      <Heading lead="The address is wrong, or the calendar has been deleted.">
        There is no such calendar
      </Heading>
      <p>{isAdmin ? <Go to={{ view: "providers" }}>All providers</Go> : <Go to={{}}>Open my calendar</Go>}</p>
    </Lobby>
  );
}
