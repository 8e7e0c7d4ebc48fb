/** What the API has said, in words. */

import { isOpen, type Problem } from "../../api/ask";
import type { Found, Stored } from "../../api/hours";
import { Trouble } from "../../ui/pieces";
import { SignIn } from "../../ui/sign-in";
import { sentence } from "../../ui/words";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { Conflict } from "./conflict";
import type { Draft } from "./draft";
import type { News as Said } from "./flow";
import { News, Push } from "./pieces";
import type { Open, Result } from "./save";

interface ToldProps {
  desk: Desk;
  news: Said | undefined;
  draft: Draft;
  keep: (now: Stored) => void;
  take: (now: Stored) => void;
}

/** What is said above the form. */
export function Told({ desk, news, ...rest }: ToldProps) {
  switch (news?.kind) {
    case "done":
      return <Done desk={desk} done={news} />;
    case "stale":
      return <Conflict stale={news} {...rest} />;
    case "told":
      return <News of={news} words={news.words} />;
    default:
      return null;
  }
}

interface DoneProps {
  desk: Desk;
  done: Extract<Result, { kind: "done" }>;
}

function Done({ desk, done }: DoneProps) {
  const { stored, found, isLate } = done;
  const what = stored.rules ? "The hours are saved." : "The working hours are deleted.";
  const late = isLate ? " It may take an hour until all days follow." : "";
  return (
    <News of={done} words={`${what}${late}${found ? ` ${outsideWords(found)}` : ""}`}>
      {(!found || found.still_booked.length > 0) && (
        <p>
          <Go to={{ view: "outside", provider: desk.place.provider }}>See the bookings outside open time</Go>
        </p>
      )}
    </News>
  );
}

function outsideWords({ still_booked: { length }, more }: Found): string {
  if (!length) return "No coming booking is outside open time.";
  if (length === 1 && !more) return "1 coming booking is outside open time, and stays booked.";
  return `${more ? `More than ${length}` : length} coming bookings are outside open time, and stay booked.`;
}

interface RefusedProps {
  desk: Desk;
  problem: Problem;
}

/** Nothing was done. What is entered is still here, also after a login. */
export function Refused({ desk, problem }: RefusedProps) {
  if (problem.status !== 401) return <Trouble>{`${refusedWords(problem)} Nothing was saved.`}</Trouble>;
  return (
    <div class="notice bad" role="alert">
      <p>{`${sentence(problem)} What you entered is kept.`}</p>
      <SignIn back={queryOf(desk.place)}>Sign in and go on</SignIn>
    </div>
  );
}

function refusedWords(problem: Problem): string {
  if (problem.status === 413)
    return "These are too many hours to save. Remove dates, such as those that are over.";
  return sentence(problem);
}

interface UnknownProps {
  desk: Desk;
  result: Open;
  isBusy: boolean;
  again: () => void;
}

/** Nobody knows what was done. */
export function Unknown({ desk, result, isBusy, again }: UnknownProps) {
  return (
    <News of={result} isBad words={openWords(result)}>
      {result.problem.status === 401 ? (
        <SignIn back={queryOf(desk.place)}>Sign in and go on</SignIn>
      ) : (
        <Push isBusy={isBusy} act={again}>
          Send it again
        </Push>
      )}
    </News>
  );
}

export function openWords({ problem, isUnchanged }: Open): string {
  const reply = isOpen(problem) && !problem.status ? "No reply came." : sentence(problem);
  const state = isUnchanged
    ? "The hours are as they were, so far."
    : "We do not know whether the hours have changed.";
  return `${reply} ${state} Sending it again is safe.`;
}
