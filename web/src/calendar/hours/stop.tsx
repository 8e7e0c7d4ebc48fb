/** Delete the working hours. */

import { useRef, useState } from "preact/hooks";
import { Question } from "../../ui/question";
import { sentenceOf } from "../../ui/words";
import { focusOn, Push } from "./pieces";
import { openWords } from "./results";
import { type Open, type Result, remove } from "./save";

interface StopProps {
  provider: number;
  tag: string | undefined;
  /** Whether there are entries that would be lost. */
  isChanged: boolean;
  /** Gets what cannot be said beside the question. */
  ended: (result: Result) => void;
}

export function Stop({ provider, tag, isChanged, ended }: StopProps) {
  const [isAsked, setAsked] = useState(false);
  const open = useRef<Open | undefined>(undefined);
  const close = () => {
    setAsked(false);
    focusOn("stop");
  };
  const act = async () => {
    const result = await remove(provider, tag);
    open.current = result.kind === "open" ? result : undefined;
    if ("problem" in result && result.problem.status !== 401) return result.problem;
    if (result.kind === "refused") close();
    else setAsked(false);
    ended(result);
    return undefined;
  };
  if (!isAsked) {
    return (
      <Push id="stop" class="danger" act={() => setAsked(true)}>
        Delete the working hours
      </Push>
    );
  }
  return (
    <Question
      words="Delete the working hours?"
      yes="Delete them"
      no="Keep them"
      act={act}
      explain={(problem) => (open.current ? openWords(open.current) : sentenceOf(problem, "delete"))}
      keep={close}
    >
      <p>
        Time that only they opened closes at once, and no more days open by themselves. Bookings stay booked.
        Time that was opened by hand stays open.{isChanged && " Your entries that are not saved are lost."}
      </p>
    </Question>
  );
}
