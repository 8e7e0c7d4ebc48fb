/** The time has gone meanwhile: say so, and show the nearest others. */

import { type Problem, serverNow } from "../api/ask";
import { nearest, type Start } from "../api/starts";
import { startIn } from "../core/time";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { useProviders } from "../ui/shown-providers";
import { useRead } from "../ui/use";
import { sentence } from "../ui/words";
import type { Facts } from "./book";

import { intend } from "./hold";
import { isOnBehalf, ToWeek } from "./on-behalf";
import { Go, replace } from "./place";
import { TimeList } from "./time-list";

export function Taken({ facts, problem }: { facts: Facts; problem: Problem }) {
  const { place } = facts;
  const known = useProviders(true);
  const provider = place.provider === "any" ? undefined : place.provider;
  const wish = { ...(place.service ? { service: place.service } : {}), ...(provider ? { provider } : {}) };
  const near = useRead(() => nearest(wish, startIn(place.time), serverNow()), [place.time]);
  const choose = ({ slots: [slot] }: Start) => {
    if (!slot) return;
    intend(slot.id);
    replace({ ...place, time: slot.id });
  };
  return (
    <>
      <Heading>This time is no longer free</Heading>
      <Trouble>{`${sentence(problem)} Nothing was booked.`}</Trouble>
      {facts.summary()}
      <section aria-labelledby="nearest">
        <h2 id="nearest">The nearest free times</h2>
        {near.problem && <Trouble problem={near.problem} retry={near.again} />}
        {!near.data && !near.problem && <Bones count={3} kind="slots" />}
        {near.data && !near.data.length && <p>There are no others in the coming year.</p>}
        <TimeList
          starts={near.data ?? []}
          minutes={facts.minutes ?? 15}
          providers={known}
          chooseTime={choose}
          isDated
        />
      </section>
      <p>{isOnBehalf(place) ? <ToWeek place={place} /> : <Go to={facts.back}>See all times</Go>}</p>
    </>
  );
}
