/** Who has called: somebody booked for before, or somebody new. Nobody is chosen to begin with. */

import { useRef, useState } from "preact/hooks";
import type { Client } from "../api/ask";
import { named } from "../core/names";
import { Filter, namedLike } from "../ui/filter";
import { Heading } from "../ui/pieces";
import type { Facts } from "./book";
import { Details } from "./details";
import { ToWeek } from "./on-behalf";

interface CallerProps {
  facts: Facts;
  people: Client[];
  take: (client: number) => void;
}

export function Caller({ facts, people, take }: CallerProps) {
  const [isNew, setNew] = useState(!people.length);
  return (
    <>
      <Heading>{isNew ? "Somebody new" : "Who is it for?"}</Heading>
      {facts.summary()}
      {isNew ? (
        <Details isForOther submit="Hold this time" done={(client) => take(client.id)} />
      ) : (
        <Known people={people} take={take} />
      )}
      <p class="links">
        {people.length > 0 && (
          <button type="button" class="link" onClick={() => setNew(!isNew)}>
            {isNew ? "Somebody booked for before" : "Somebody new"}
          </button>
        )}
        <ToWeek place={facts.place} />
      </p>
    </>
  );
}

const FEW = 8;

function Known({ people, take }: { people: Client[]; take: (client: number) => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<number>();
  const [isMissing, setMissing] = useState(false);
  const list = useRef<HTMLFieldSetElement>(null);
  const shown = namedLike(people, text);
  const person = shown.find(({ id }) => id === chosen);
  const hold = () => {
    setMissing(!person);
    if (person) take(person.id);
    else list.current?.querySelector("input")?.focus();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        hold();
      }}
    >
      {people.length > FEW && <Filter text={text} set={setText} />}
      <fieldset class="people" ref={list} {...(isMissing ? { "aria-describedby": "nobody" } : {})}>
        <legend>Booked for before</legend>
        {shown.map((client) => (
          <label key={client.id} class="chip">
            <input
              type="radio"
              name="person"
              checked={client.id === chosen}
              onChange={() => setChosen(client.id)}
            />
            <span>{whoOf(client, people)}</span>
          </label>
        ))}
        {!shown.length && <p>Nobody has a name like this.</p>}
      </fieldset>
      {isMissing && !person && (
        <p class="wrong" id="nobody" role="alert">
          Choose for whom it is.
        </p>
      )}
      <button type="submit" class="main">
        {person ? `Hold this time for ${named(person.name)}` : "Hold this time"}
      </button>
    </form>
  );
}

/** The name, and how to tell two people of one name apart. */
function whoOf({ id, name, email, phone }: Client, people: Client[]): string {
  const isAlone = people.every((other) => other.id === id || other.name !== name);
  return isAlone ? named(name) : [named(name), email ?? phone].filter(Boolean).join(", ");
}
