/** A question before something is ended. It gets the focus. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/ask";
import { Refusal } from "./refusal";
import { useAction } from "./use";
import { sentence } from "./words";

interface QuestionProps {
  /** The question in words. */
  words: string;
  yes: string;
  no?: string;
  /** Do it, and return why it has not been done, if it has not. */
  act: () => Promise<Problem | undefined>;
  explain?: (problem: Problem) => string;
  keep: () => void;
  /** The query to return to after signing in. */
  back?: string;
  children?: ComponentChildren;
}

export function Question(props: QuestionProps) {
  const { words, yes, no = "Keep it", act, explain = sentence, keep, back, children } = props;
  const [problem, setProblem] = useState<Problem>();
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => question.current?.focus(), []);
  const [run, isBusy] = useAction(async () => {
    setProblem(undefined);
    setProblem(await act());
  });
  return (
    <div class="notice">
      <p tabIndex={-1} ref={question}>
        {words}
      </p>
      {children}
      {problem && <Refusal problem={problem} back={back ?? location.search} explain={explain} />}
      <p class="actions">
        <button type="button" class="danger" aria-disabled={isBusy} onClick={run}>
          {yes}
        </button>
        <button type="button" aria-disabled={isBusy} onClick={() => isBusy || keep()}>
          {no}
        </button>
      </p>
    </div>
  );
}
