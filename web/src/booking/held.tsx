/** The time is held: confirm it before the hold lapses. */

import { useState } from "preact/hooks";
import type { Problem, Slot } from "../api/ask";
import { confirm } from "../api/bookings";
import { Countdown } from "../ui/countdown";
import { Heading, Trouble } from "../ui/pieces";
import { SignIn } from "../ui/sign-in";
import { useAction } from "../ui/use";
import { sentenceOf } from "../ui/words";
import type { Facts } from "./book";

import { endHold } from "./hold";
import { Another, voiceOf } from "./on-behalf";
import { queryOf } from "./place";
import { finish, giveBack } from "./steps";

interface HeldProps {
  slot: Slot;
  facts: Facts;
  lapse: () => void;
  lose: (problem: Problem) => void;
}

export function Held({ slot, facts, lapse, lose }: HeldProps) {
  const [trouble, setTrouble] = useState<string>();
  const [isOut, setOut] = useState(false);
  const voice = voiceOf(facts.place);
  const refuse = (problem: Problem, what: "confirm" | "release") => {
    setOut(problem.status === 401);
    setTrouble(sentenceOf(problem, what));
  };
  const [book, isBooking] = useAction(async () => {
    setTrouble(undefined);
    const response = await confirm(slot);
    if (response.data) return finish(facts.place, response.data);
    if (!response.problem) return setTrouble(`No reply came. ${voice.stillHeld}`);
    if (response.problem.code === "hold_expired") return lapse();
    if (response.problem.code === "slot_withdrawn") return lose(response.problem);
    refuse(response.problem, "confirm");
  });
  const [letGo, isLeaving] = useAction(async () => {
    setTrouble(undefined);
    const problem = await giveBack(facts, slot);
    if (problem) refuse(problem, "release");
  });
  const isBusy = isBooking || isLeaving;
  return (
    <>
      <Heading lead={voice.offer}>{voice.confirm}</Heading>
      {facts.summary(slot)}
      <Countdown until={Date.parse(slot.expires_at ?? slot.start)} lapse={lapse} />
      {trouble && <Trouble>{trouble}</Trouble>}
      <p class="actions">
        {isOut ? (
          <SignIn back={queryOf(facts.place)}>Sign in and go on</SignIn>
        ) : (
          <button type="button" class="main" disabled={isBusy} onClick={book}>
            {isBooking ? "Confirming" : "Confirm this appointment"}
          </button>
        )}
        <button type="button" disabled={isBusy} onClick={letGo}>
          Give it back
        </button>
      </p>
    </>
  );
}

export function Lapsed({ facts, isSure, again }: { facts: Facts; isSure: boolean; again: () => void }) {
  const [retry, isBusy] = useAction(async () => {
    await endHold();
    again();
  });
  return (
    <>
      <Heading>{voiceOf(facts.place).lapsed}</Heading>
      <div class="notice bad" role="alert">
        <p>
          {isSure
            ? "The time was held for a while, and is free again. Nothing was booked."
            : "The time was held for a while."}
        </p>
      </div>
      {facts.summary()}
      <p class="actions">
        <button type="button" class="main" disabled={isBusy} onClick={retry}>
          Hold it again
        </button>
        <Another place={facts.place} to={facts.back} class="button" />
      </p>
    </>
  );
}
