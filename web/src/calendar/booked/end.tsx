/** The question before a booking is cancelled or a hold is released. */

import { useState } from "preact/hooks";
import { Question } from "../../ui/question";
import { cancelled, released } from "./deeds";
import type { Refusal } from "./refusals";
import { Refused } from "./refused";
import { Told } from "./told";
import { fullWords, type Visit } from "./visit";

interface EndProps {
  visit: Visit;
  back: string;
  changed: (words: string) => void;
  keep: () => void;
}

export function End({ visit, back, changed, keep }: EndProps) {
  const [refusal, setRefusal] = useState<Refusal>();
  const isHeld = visit.slot.status === "held";
  const act = async () => {
    setRefusal(undefined);
    const { done, refusal } = await (isHeld ? released(visit) : cancelled(visit));
    if (done) changed(done);
    else setRefusal(refusal);
    return undefined;
  };
  return (
    <Question
      words={isHeld ? `Release the hold of ${fullWords(visit)}?` : `Cancel ${fullWords(visit)}?`}
      yes={isHeld ? "Yes, release it" : "Yes, cancel it"}
      act={act}
      keep={keep}
    >
      {!isHeld && <Told visit={visit} />}
      {refusal && <Refused refusal={refusal} back={back} changed={changed} />}
    </Question>
  );
}
