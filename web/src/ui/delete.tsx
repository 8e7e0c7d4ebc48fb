/** A button that deletes something, after a question. */

import { useRef, useState } from "preact/hooks";
import type { Outcome, Problem } from "../api/ask";
import { Question } from "./question";

interface DeleteProps {
  /** What the button says. */
  button: string;
  /** The question in words. */
  words: string;
  yes?: string;
  act: () => Promise<Outcome<unknown>>;
  explain: (problem: Problem) => string;
  done: () => void;
  /** The query to return to after signing in. */
  back: string;
}

export function Delete({ button, words, yes = "Yes, delete it", act, explain, done, back }: DeleteProps) {
  const [isAsked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const run = async () => {
    const { problem } = await act();
    if (!problem) done();
    return problem;
  };
  const keep = () => {
    setAsked(false);
    opener.current?.focus();
  };
  return (
    <>
      <p class="actions">
        <button
          type="button"
          class="danger"
          ref={opener}
          aria-expanded={isAsked}
          onClick={() => setAsked(!isAsked)}
        >
          {button}
        </button>
      </p>
      {isAsked && <Question words={words} yes={yes} act={run} explain={explain} keep={keep} back={back} />}
    </>
  );
}
