/** Problems in words: what happened, and what to do now. */

import { isOpen, type Problem } from "../api/ask";
import { lengthWords } from "../core/time";

const BY_CODE: Readonly<Record<string, string>> = {
  taken: "Somebody else has just taken this time.",
  slot_withdrawn: "This time is no longer offered.",
  too_short: "The appointment would not be over before closing time. Please choose an earlier time.",
  too_soon: "This time starts too soon to be booked here. Please choose a later one.",
  off_grid: "Appointments do not start at this time of day. Please choose another time.",
  hold_expired: "This time is no longer held for you.",
  already_started: "This appointment has begun, so it can no longer be changed.",
  too_late: "It is too late to change this appointment here. Please get in touch with us.",
  not_confirmed: "This appointment is only held. Confirm it first.",
  service_limit: "There are as many services as there can be. Delete one that is not needed any more.",
  client_limit: "Your account has as many people as it can have.",
  already_exists: "This exists already.",
  in_use: "This is still in use.",
  key_reused: "That was sent before with other details. Please try again.",
  stale: "This has changed in the meantime. Please look again.",
  invalid: "Some of this is not valid. Please check what you entered.",
  forbidden: "Your account may not do this.",
  not_found: "This is no longer there.",
};

const BY_STATUS: Readonly<Record<number, string>> = {
  0: "We cannot reach the server. Please check your connection.",
  401: "You have been signed out. Please sign in again.",
  403: "Your account may not do this.",
  404: "This is no longer there.",
  409: "Somebody has changed this in the meantime. Please look again.",
  413: "That is too long.",
  429: "Too many requests at once.",
};

/** One or two sentences, for people. */
export function sentence(problem: Problem): string {
  const said = BY_CODE[problem.code ?? ""] ?? BY_STATUS[problem.status];
  if (problem.code === "hold_limit") {
    return `You have held as many times as one may in a while.${waitWords(problem)}`;
  }
  if (said) return problem.status === 429 ? said + waitWords(problem) : said;
  if (problem.status >= 500) return `The server is busy.${waitWords(problem) || " Please try again."}`;
  return "That did not work. Please try again.";
}

/** How long the API asks to wait. */
export function waitWords({ retryAfter }: Problem): string {
  if (!retryAfter) return "";
  const wait = retryAfter < 60 ? seconds(retryAfter) : lengthWords(Math.ceil(retryAfter / 60));
  return ` Please try again in ${wait}.`;
}

const seconds = (count: number) => `${count} second${count === 1 ? "" : "s"}`;

const OPEN = {
  hold: "We do not know whether this time is held for you. Trying again is safe: you get it once.",
  confirm: "We do not know whether your appointment is confirmed. Trying again is safe: it is booked once.",
  release: "We do not know whether the time is given back. If it is not, the hold lapses by itself.",
  move: "We do not know whether your appointment was moved. Trying again is safe.",
  cancel: "We do not know whether your appointment was cancelled. Trying again is safe.",
  times: "We do not know whether the time was changed. Trying again is safe.",
  save: "We do not know whether this was saved. Trying again is safe.",
  link: "We do not know whether there is a new link. Trying again is safe.",
  end: "We do not know whether the link has ended. Trying again is safe.",
  delete: "We do not know whether this was deleted. Trying again is safe.",
} as const;

const KEPT = "It has been confirmed in the meantime, so it was not given back.";

/** As `sentence`, and without a clear response that nobody knows what it has done. */
export function sentenceOf(problem: Problem, what: keyof typeof OPEN): string {
  if (!isOpen(problem)) return problem.status === 412 && what === "release" ? KEPT : sentence(problem);
  return `${problem.status ? sentence(problem) : "No reply came."} ${OPEN[what]}`;
}
