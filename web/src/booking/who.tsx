/** For whom the time is: somebody known, or somebody new. */

import { useState } from "preact/hooks";
import type { Client } from "../api/ask";
import { session } from "../api/session";
import { Heading } from "../ui/pieces";
import type { Facts } from "./book";
import { Details } from "./details";
import { Go } from "./place";

interface WhoProps {
  facts: Facts;
  people: Client[];
  take: (client: number) => void;
}

const MOST = 10;

export function Who({ facts, people, take }: WhoProps) {
  const [isNew, setNew] = useState(!people.length);
  const name = session()?.name ?? "";
  const suggested = name.includes("@") && !people.length ? { email: name } : {};
  return (
    <>
      <Heading
        lead={people.length ? undefined : "You give these once. We use them for your appointments only."}
      >
        {isNew ? "Who is coming?" : people.length === 1 ? "Book this time" : "Who is it for?"}
      </Heading>
      {facts.summary()}
      {isNew ? (
        <Details submit="Hold this time" suggested={suggested} done={(client) => take(client.id)} />
      ) : (
        <People people={people} take={take} />
      )}
      <p class="links">
        {people.length > 0 && people.length < MOST && (
          <button type="button" class="link" onClick={() => setNew(!isNew)}>
            {isNew ? "Choose somebody you booked for before" : "Book for somebody else"}
          </button>
        )}
        <Go to={facts.back}>Choose another time</Go>
      </p>
    </>
  );
}

function People({ people, take }: { people: Client[]; take: (client: number) => void }) {
  const [chosen, setChosen] = useState(people[0]?.id ?? 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take(chosen);
      }}
    >
      <fieldset class="people">
        <legend>For</legend>
        {people.map(({ id, name }) => (
          <label key={id} class="chip">
            <input type="radio" name="person" checked={id === chosen} onChange={() => setChosen(id)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="main">
        Hold this time
      </button>
    </form>
  );
}
