/** What a provider does to a booking. Nothing is said to be done before the API has responded that it is. */

import { isOpen, type Problem } from "../../api/ask";
import { cancel, confirm, move, release } from "../../api/bookings";
import { momentWords } from "../../core/clock";
import { named } from "../../core/names";
import { cityOf } from "../../core/time";
import { type Refusal, refusalBy, refusalOf } from "./refusals";
import { type Standing, standing } from "./standing";
import { slotAt } from "./target";
import { fullWords, type Visit } from "./visit";

export type Done = { done: string; refusal?: undefined } | { done?: undefined; refusal: Refusal };

export async function cancelled(visit: Visit): Promise<Done> {
  const done = { done: `Cancelled: ${fullWords(visit)}.` };
  const { problem } = await cancel(visit.slot);
  return problem ? settled(visit, problem, ({ is }) => (is === "cancelled" ? done : undefined)) : done;
}

export async function released(visit: Visit): Promise<Done> {
  const done = { done: `Released: ${fullWords(visit)}.` };
  const { problem } = await release(visit.slot.id, visit.slot.booking_id ?? 0);
  if (problem?.status === 412) return { refusal: { words: CONFIRMED, isOld: true } };
  return problem ? settled(visit, problem, ({ is }) => (is === "gone" ? done : undefined)) : done;
}

const CONFIRMED = "It has been confirmed in the meantime. Nothing was released.";

export async function confirmed(visit: Visit): Promise<Done> {
  const done = { done: `Confirmed: ${fullWords(visit)}.` };
  const outcome = await confirm(visit.slot);
  if (outcome.data) return done;
  if (!outcome.problem) {
    return { refusal: { words: "No clear reply came. It is still only held. Trying again is safe." } };
  }
  return settled(visit, outcome.problem, ({ is }) => (is === "booked" ? done : undefined));
}

export interface Goal {
  provider: number;
  /** The provider's name, if it is another one. */
  whom: string | undefined;
  at: number;
  zone: string;
}

export async function moved(visit: Visit, goal: Goal, key: string): Promise<Done> {
  const to = slotAt(goal.provider, goal.at);
  const done = { done: `Moved: ${visit.title}, to ${goalWords(goal, visit.zone)}.` };
  const { problem } = await move(visit.slot.id, to, visit.slot.booking_id ?? 0, key);
  if (!problem) return done;
  const result = await settled(visit, problem, (stands) => {
    if (stands.is !== "booked") return undefined;
    if (stands.now.id === to) return done;
    const isHere = stands.now.id === visit.slot.id;
    return problem.status === 404 && isHere ? { refusal: { words: CLOSED } } : undefined;
  });
  if (!isClear(problem) || !result.refusal) return result;
  return { refusal: { ...result.refusal, words: `${result.refusal.words} It stays where it is.` } };
}

const CLOSED = "This time is not open. Open it first, or choose another. It stays where it is.";

/** Such as "Tuesday 1 December, 09:00, with Dr. Eva Roth". */
export function goalWords({ at, zone, whom }: Goal, own: string): string {
  const clock = zone === own ? "" : ` by the clock in ${cityOf(zone)}`;
  return `${momentWords(at, zone)}${clock}${whom ? `, with ${named(whom)}` : ""}`;
}

const UNFOUND = [404, 410];

/** Whether the response alone says that nothing has changed, and why. */
function isClear(problem: Problem): boolean {
  return !isOpen(problem) && !UNFOUND.includes(problem.status);
}

/** Without a clear response, look where the booking stands before anything is said of it. */
async function settled(
  visit: Visit,
  problem: Problem,
  read: (stands: Standing) => Done | undefined,
): Promise<Done> {
  if (isClear(problem)) return { refusal: refusalOf(problem, visit) };
  const stands = await standing(visit.slot);
  return read(stands) ?? { refusal: refusalBy(stands, problem, visit) };
}
