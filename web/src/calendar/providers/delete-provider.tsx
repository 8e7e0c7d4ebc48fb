/** The end of a calendar. */

import { isOpen, type Problem } from "../../api/ask";
import { deleteProvider } from "../../api/providers";
import { Delete } from "../../ui/delete";
import { sentence, sentenceOf } from "../../ui/words";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";

export function DeleteProvider({ desk, version }: { desk: Desk; version: string | undefined }) {
  const { place, provider } = desk;
  return (
    <section aria-labelledby="delete">
      <h2 id="delete">Delete this calendar</h2>
      <p>
        This works only for an empty one. First{" "}
        <Go to={{ ...place, view: "hours" }}>delete the working hours</Go>, and in the{" "}
        <Go to={{ ...place, view: undefined }}>weeks</Go> ahead close what is open, and cancel or move what is
        booked.
      </p>
      <Delete
        button="Delete the calendar"
        words={`Delete the calendar of ${provider.name}? This cannot be undone.`}
        act={() => deleteProvider(provider.id, version)}
        explain={words}
        done={desk.left}
        back={queryOf(place)}
      />
    </section>
  );
}

function words(problem: Problem): string {
  if (problem.code === "in_use") {
    return "It is not empty: there are still working hours, open time, holds or appointments ahead. Nothing is deleted.";
  }
  if (problem.status === 412)
    return "The settings have been changed in the meantime. Load this page again, and look at them first.";
  return isOpen(problem) ? sentenceOf(problem, "delete") : sentence(problem);
}
