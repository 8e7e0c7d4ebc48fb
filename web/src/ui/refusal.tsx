/** A problem in words, with what helps: to sign in again, or another try. */

import { isOpen, type Problem } from "../api/ask";
import { Trouble } from "./pieces";
import { SignIn } from "./sign-in";
import { sentence } from "./words";

interface RefusalProps {
  problem: Problem;
  /** The query to return to after signing in. */
  back: string;
  explain?: (problem: Problem) => string;
  retry?: (() => void) | undefined;
}

export function Refusal({ problem, back, explain = sentence, retry }: RefusalProps) {
  if (problem.status !== 401) return <Trouble retry={retry}>{explain(problem)}</Trouble>;
  return (
    <>
      <Trouble>{isOpen(problem) ? explain(problem) : "You have been signed out."}</Trouble>
      <p class="actions">
        <SignIn back={back}>Sign in and go on</SignIn>
      </p>
    </>
  );
}
