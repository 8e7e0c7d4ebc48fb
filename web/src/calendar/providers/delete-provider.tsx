/** The end of a calendar. */

import { useRef } from "preact/hooks";
import { isOpen, type Problem } from "../../api/ask";
import { deleteProvider } from "../../api/providers";
import { named } from "../../core/names";
import { Delete } from "../../ui/delete";
import { sentence, sentenceOf } from "../../ui/words";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { stillThere } from "./still-there";

export function DeleteProvider({ desk, version }: { desk: Desk; version: string | undefined }) {
  const { place, provider } = desk;
  const still = useRef<string | undefined>(undefined);
  const act = async () => {
    const outcome = await deleteProvider(provider.id, version);
    if (outcome.problem?.code === "in_use") still.current = await stillThere(provider.id);
    return outcome;
  };
  return (
    <section aria-labelledby="delete">
      <h2 id="delete">Delete this calendar</h2>
      <p>
        {"This works only for an empty one. First "}
        <Go to={{ ...place, view: "hours" }}>stop using working hours</Go>
        {", and in the "}
        <Go to={{ ...place, view: undefined }}>weeks</Go>
        {" ahead close what is open, and cancel or move what is booked."}
      </p>
      <Delete
        button="Delete the calendar"
        words={`Delete the calendar of ${named(provider.name)}? This cannot be undone.`}
        act={act}
        explain={(problem) => explained(problem, still.current)}
        done={desk.left}
        back={queryOf(place)}
      />
    </section>
  );
}

function explained(problem: Problem, still = "working hours, open time, holds or appointments"): string {
  if (problem.code === "in_use") return `The calendar is not empty, so it stays. It still has: ${still}.`;
  if (problem.status === 412) {
    return "The settings have been changed in the meantime. Load this page again, and look at them first.";
  }
  return isOpen(problem) ? sentenceOf(problem, "delete") : sentence(problem);
}
