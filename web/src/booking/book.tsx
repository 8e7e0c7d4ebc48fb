/** A time is chosen: sign in, say for whom, hold, confirm. */

import { useEffect, useState } from "preact/hooks";
import type { Problem, Slot } from "../api/ask";
import { isOpen } from "../api/ask";
import { clients } from "../api/clients";
import { session } from "../api/session";
import { providerIn, startIn, wall } from "../core/time";
import { minutesOf } from "../ui/moment";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { useProviders } from "../ui/shown-providers";
import { SignIn } from "../ui/sign-in";
import { Summary } from "../ui/summary";
import { useAction, useRead } from "../ui/use";
import { sentenceOf } from "../ui/words";
import { Caller } from "./caller";
import { useService } from "./choose";
import { Held, Lapsed } from "./held";
import { isIntended, unfinished } from "./hold";
import { Another, isOnBehalf, voiceOf } from "./on-behalf";
import { type Place, queryOf } from "./place";
import { lapsed, type Step, taken } from "./steps";
import { Taken } from "./taken";
import { Who } from "./who";

export type Chosen = Place & { time: string };

/** What a view of the booking shows beside its own buttons. */
export interface Facts {
  place: Chosen;
  what: string | undefined;
  minutes: number | undefined;
  summary: (slot?: Slot) => preact.JSX.Element;
  back: Place;
}

export function Book({ place }: { place: Chosen }) {
  const known = useProviders(true);
  const { service, element } = useOffered(place);
  if (element) return element;
  const facts: Facts = {
    place,
    what: service?.name ?? (place.service ? undefined : "Appointment"),
    minutes: service?.duration_minutes,
    back: {
      service: place.service,
      provider: place.provider,
      day: wall(startIn(place.time)).date,
      from: place.from,
    },
    summary: (slot) => {
      const isAny = place.service !== undefined && (place.provider ?? "any") === "any";
      const provider = known.get(slot?.provider_id ?? providerIn(place.time));
      return (
        <Summary
          what={facts.what}
          whom={isAny && !slot ? "Anyone who is free" : provider?.name}
          at={slot ? Date.parse(slot.start) : startIn(place.time)}
          minutes={slot ? minutesOf(slot) : facts.minutes}
          zone={provider?.time_zone}
          person={slot?.client_name}
        />
      );
    },
  };
  return session() ? <Signed facts={facts} /> : <SignedOut facts={facts} />;
}

/** A plain slot has no service. */
function useOffered(place: Chosen): ReturnType<typeof useService> {
  const offered = useService(place.service ?? 0);
  return place.service === undefined ? {} : offered;
}

function SignedOut({ facts }: { facts: Facts }) {
  return (
    <>
      <Heading lead="Sign in to book this time. It is not held yet.">{voiceOf(facts.place).time}</Heading>
      {facts.summary()}
      <SignIn back={queryOf(facts.place)}>Sign in and go on</SignIn>
      <p>
        <Another place={facts.place} to={facts.back} />
      </p>
    </>
  );
}

function Signed({ facts }: { facts: Facts }) {
  const { place } = facts;
  const before = unfinished(place);
  const [step, setStep] = useState<Step>(before ? { name: "holding" } : { name: "who" });
  const [take] = useAction(async (client: number) => {
    setStep({ name: "holding" });
    setStep(await taken(place, client));
  });
  // What was attempted before a reload goes on once.
  useEffect(() => {
    if (before) take(before.client);
  }, []);
  switch (step.name) {
    case "who":
      return <Person facts={facts} take={take} />;
    case "holding":
      return <Holding facts={facts} />;
    case "held":
      return (
        <Held
          slot={step.slot}
          facts={facts}
          lapse={async () => setStep(await lapsed(place, step.slot))}
          lose={(problem) => setStep({ name: "gone", problem })}
        />
      );
    case "lapsed":
      return <Lapsed facts={facts} isSure={step.isSure} again={() => take(step.client)} />;
    case "gone":
      return <Taken facts={facts} problem={step.problem} />;
    case "failed":
      return <Failed facts={facts} problem={step.problem} again={() => take(step.client)} />;
  }
}

function Person({ facts, take }: { facts: Facts; take: (client: number) => void }) {
  const { data, problem, again } = useRead(clients, []);
  const [isChosen] = useState(() => isIntended(facts.place.time));
  // Who books for others is asked each time: the last one who called is not the next one.
  const only = data?.length === 1 && !isOnBehalf(facts.place) ? data[0] : undefined;
  // A time that was chosen a moment ago is held once.
  useEffect(() => {
    if (only && isChosen) take(only.id);
  }, [only?.id]);
  if (problem?.status === 401) return <SignedOut facts={facts} />;
  if (problem) {
    return (
      <>
        <Heading>{voiceOf(facts.place).time}</Heading>
        {facts.summary()}
        <Trouble problem={problem} retry={again} />
      </>
    );
  }
  if (!data || (only && isChosen)) return <Holding facts={facts} />;
  if (isOnBehalf(facts.place)) return <Caller facts={facts} people={data} take={take} />;
  return <Who facts={facts} people={data} take={take} />;
}

function Holding({ facts }: { facts: Facts }) {
  return (
    <>
      <Heading lead="One moment.">{voiceOf(facts.place).time}</Heading>
      {facts.summary()}
      <Bones count={1} kind="cards" />
    </>
  );
}

function Failed({ facts, problem, again }: { facts: Facts; problem: Problem; again: () => void }) {
  if (problem.status === 401) return <SignedOut facts={facts} />;
  return (
    <>
      <Heading>{isOpen(problem) ? "No clear reply came" : voiceOf(facts.place).notYet}</Heading>
      {facts.summary()}
      <Trouble retry={again}>{sentenceOf(problem, "hold")}</Trouble>
      <p>
        <Another place={facts.place} to={facts.back} />
      </p>
    </>
  );
}
