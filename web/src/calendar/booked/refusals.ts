/** What a provider is told when a change of a booking is refused, or when nobody knows. */

import { isOpen, type Problem, type Slot } from "../../api/ask";
import { clockWords, momentWords } from "../../core/clock";
import { named } from "../../core/names";
import { refusedFields } from "../../ui/refused";
import { sentence, waitWords } from "../../ui/words";
import type { Standing } from "./standing";
import type { Visit } from "./visit";

/** Why nothing has changed, or may not have changed. */
export interface Refusal {
  words: string;
  /** Whether what is shown is no longer so. */
  isOld?: boolean;
  isSignedOut?: boolean;
  /** Free starts near the one that was taken. */
  near?: Slot[];
}

const UNHELD = "It is no longer held: the hold has lapsed, or somebody has released it.";

const SAID: Readonly<Record<string, string>> = {
  too_short: "Some of the visit's time is closed. Open it first, or choose another start.",
  too_soon: "This time has begun already.",
  slot_withdrawn: "This time is closed. Open it again, then confirm.",
  already_started: "It has begun, so it can no longer be changed.",
  not_confirmed: "It is only held, and can be moved once it is confirmed.",
};

/** The words for a response that is clear. */
export function refusalOf(problem: Problem, { service, zone }: Visit): Refusal {
  const { code, members, status } = problem;
  if (code === "taken") return { words: takenWords(members.available_at, zone), near: nearIn(members) };
  if (code === "off_grid" && service) {
    return { words: `${named(service.name)} starts every ${service.start_every_minutes} minutes.` };
  }
  if (code === "hold_limit") {
    return { words: `This client was booked or moved too often in a short time.${waitWords(problem)}` };
  }
  const [detail] = Object.values(refusedFields(problem));
  const words = SAID[code] ?? (code === "invalid" && detail ? detail : sentence(problem));
  return { words, isSignedOut: status === 401 };
}

function takenWords(until: unknown, zone: string): string {
  if (typeof until !== "string") return "This time is taken.";
  return `Somebody holds this time until ${clockWords(Date.parse(until), zone)}.`;
}

function nearIn({ alternatives }: Problem["members"]): Slot[] {
  return Array.isArray(alternatives) ? alternatives : [];
}

/** The words for a request without a clear response, or that did not find the booking. */
export function refusalBy(stands: Standing, problem: Problem, visit: Visit): Refusal {
  const isLost = isOpen(problem);
  const isSignedOut = problem.status === 401;
  switch (stands.is) {
    case "booked":
      if (stands.now.id !== visit.slot.id || visit.slot.status === "held") {
        return { words: standsWords(stands.now, visit), isOld: true };
      }
      break;
    case "cancelled":
      return { words: "It has been cancelled in the meantime.", isOld: true };
    case "gone":
      return {
        words: visit.slot.status === "held" ? UNHELD : "It is no longer in this calendar.",
        isOld: true,
      };
    case "unknown":
      if (!isLost) return { words: "It was not found there, and we cannot see where it is now." };
      return { words: `${lostWords(problem)} We do not know whether it took effect. ${SAFE}`, isSignedOut };
  }
  if (!isLost) return refusalOf(problem, visit);
  return { words: `${lostWords(problem)} Nothing has changed so far. ${SAFE}`, isSignedOut };
}

const SAFE = "Trying again is safe.";

const lostWords = (problem: Problem) => (problem.status ? sentence(problem) : "No reply came.");

function standsWords(
  { id, provider_id, start }: { id: string; provider_id: number; start: string },
  visit: Visit,
) {
  if (id === visit.slot.id) return "It has been confirmed in the meantime.";
  if (provider_id !== visit.slot.provider_id) return "It has been moved to another provider.";
  return `It has been moved in the meantime, to ${momentWords(Date.parse(start), visit.zone)}.`;
}
