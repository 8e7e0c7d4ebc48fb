/** Move an appointment: the same calendar as for booking, and one question. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem, Slot } from "../api/ask";
import { isOpen } from "../api/ask";
import { move } from "../api/bookings";
import { session } from "../api/session";
import { providerIn, startIn } from "../core/time";
import { When } from "../ui/moment";
import { Heading, Trouble } from "../ui/pieces";
import { useProviders } from "../ui/shown-providers";
import { SignIn } from "../ui/sign-in";
import { useAction } from "../ui/use";
import { sentence, sentenceOf } from "../ui/words";
import { useService } from "./choose";

import { Go, type Place, queryOf, replace } from "./place";
import { Times } from "./times";
import { Whom } from "./whom";

export type Moved = Place & { time: string; booking: number };

export function Move({ place }: { place: Moved }) {
  const known = useProviders(true);
  const offered = useService(place.service ?? 0);
  const [to, setTo] = useState<Slot>();
  const [round, setRound] = useState(0);
  const { service } = offered;
  const provider = place.provider === "any" ? undefined : (place.provider ?? providerIn(place.time));
  const zone = known.get(providerIn(place.time))?.time_zone;
  if (!session()) return <SignedOut place={place} />;
  if (place.service !== undefined && offered.element) return offered.element;
  return (
    <>
      <Heading lead={<When at={startIn(place.time)} {...(zone ? { zone } : {})} />}>
        Move your appointment
      </Heading>
      {to && (
        <Question
          key={to.id}
          place={place}
          to={to}
          keep={() => setTo(undefined)}
          fresh={() => setRound(round + 1)}
        />
      )}
      {place.service !== undefined && service && service.provider_ids.length > 1 && (
        <Whom place={{ ...place, provider: place.provider ?? provider }} service={service} known={known} />
      )}
      <Times
        key={`${provider} ${round}`}
        wish={{ ...(place.service ? { service: place.service } : {}), ...(provider ? { provider } : {}) }}
        minutes={service?.duration_minutes ?? 15}
        day={place.day}
        providers={known}
        chooseDay={(day) => replace({ ...place, day })}
        chooseTime={({ slots: [slot] }) => setTo(slot)}
      />
      <p class="links">
        <Go to={{ view: "mine" }}>Keep it as it is</Go>
      </p>
    </>
  );
}

function SignedOut({ place }: { place: Place }) {
  return (
    <>
      <Heading lead="Sign in to move it.">Move your appointment</Heading>
      <SignIn back={queryOf(place)}>Sign in</SignIn>
    </>
  );
}

interface QuestionProps {
  place: Moved;
  to: Slot;
  keep: () => void;
  /** Read the free times again. */
  fresh: () => void;
}

function Question({ place, to, keep, fresh }: QuestionProps) {
  const [problem, setProblem] = useState<Problem>();
  const [key] = useState(() => crypto.randomUUID());
  const question = useRef<HTMLHeadingElement>(null);
  useEffect(() => question.current?.focus(), []);
  const [act, isBusy] = useAction(async () => {
    setProblem(undefined);
    const outcome = await move(place.time, to.id, place.booking, key);
    if (outcome.data) {
      const { id, provider_id } = outcome.data;
      return replace({
        view: "done",
        service: place.service,
        provider: provider_id,
        time: id,
        booking: place.booking,
      });
    }
    setProblem(outcome.problem);
    if (outcome.problem.code === "taken") fresh();
  });
  return (
    <section class="notice" aria-labelledby="question">
      <h2 id="question" tabIndex={-1} ref={question}>
        Move it to this time?
      </h2>
      <p>
        <When at={Date.parse(to.start)} />
      </p>
      {problem && <Refused problem={problem} />}
      <p class="actions">
        {problem?.status === 401 ? (
          <SignIn back={queryOf(place)}>Sign in and go on</SignIn>
        ) : (
          <button type="button" class="main" disabled={isBusy} onClick={act}>
            Move it
          </button>
        )}
        <button type="button" disabled={isBusy} onClick={keep}>
          Choose another time
        </button>
      </p>
    </section>
  );
}

/** A refusal has moved nothing; without an response nobody knows. */
function Refused({ problem }: { problem: Problem }) {
  if (isOpen(problem)) return <Trouble>{sentenceOf(problem, "move")}</Trouble>;
  return <Trouble>{`${sentence(problem)} Your appointment stays where it is.`}</Trouble>;
}
