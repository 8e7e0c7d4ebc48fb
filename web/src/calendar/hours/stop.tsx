/** Stop using working hours. */

import { useState } from "preact/hooks";
import { Question } from "../../ui/question";
import { sentenceOf } from "../../ui/words";
import { focusOn, Push } from "./pieces";
import { type Result, remove } from "./save";

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
  const keep = () => {
    setAsked(false);
    focusOn("stop");
  };
  const act = async () => {
    const result = await remove(provider, tag);
    if ("problem" in result && result.problem.status !== 401) return result.problem;
    setAsked(false);
    ended(result);
    return undefined;
  };
  if (!isAsked) {
    return (
      <Push id="stop" class="danger" act={() => setAsked(true)}>
        Stop using working hours
      </Push>
    );
  }
  return (
    <Question
      words="Stop using working hours?"
      yes="Delete the working hours"
      no="Keep them"
      act={act}
      explain={(problem) => sentenceOf(problem, "delete")}
      keep={keep}
    >
      <p>
        Time that only they opened closes at once, and no more days open by themselves. Bookings stay booked.
        Time that was opened by hand stays open.{isChanged && " Your entries that are not saved are lost."}
      </p>
    </Question>
  );
}
