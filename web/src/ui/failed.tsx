/** What could not be read, and what to do about it. */

import type { Problem } from "../api/ask";
import { Trouble } from "./pieces";
import { SignIn } from "./sign-in";

interface FailedProps {
  problem: Problem;
  retry: () => void;
  /** The query to come back to if the user must sign in again. */
  back: string;
}

export function Failed({ problem, retry, back }: FailedProps) {
  if (problem.status !== 401) return <Trouble problem={problem} retry={retry} />;
  return (
    <>
      <Trouble problem={problem} />
      <SignIn back={back}>Sign in and go on</SignIn>
    </>
  );
}
