/** My appointments: what is coming, what was, and a link for calendar programs. */

import { useState } from "preact/hooks";
import { type Client, serverNow } from "../api/ask";
import { between, type Entry, inPieces, SPAN } from "../api/bookings";
import { clients } from "../api/clients";
import { services } from "../api/known";
import { session } from "../api/session";
import { DAY, dayWords, wall } from "../core/time";
import { Follow } from "../ui/follow";
import { Bones, Changed, Heading, Trouble } from "../ui/pieces";
import { type Providers, useProviders } from "../ui/shown-providers";
import { SignIn } from "../ui/sign-in";
import { useRead } from "../ui/use";
import { Appointment } from "./appointment";

import { Go, queryOf } from "./place";

export function Mine() {
  return session() ? <Signed /> : <SignedOut />;
}

function SignedOut() {
  return (
    <>
      <Heading lead="Sign in to see, move or cancel your appointments.">My appointments</Heading>
      <SignIn back={queryOf({ view: "mine" })}>Sign in</SignIn>
    </>
  );
}

function Signed() {
  const { data, problem, again } = useRead(clients, []);
  if (problem?.status === 401) return <SignedOut />;
  return (
    <>
      <Heading>My appointments</Heading>
      {problem && <Trouble problem={problem} retry={again} />}
      {!data && !problem && <Bones count={2} kind="cards" />}
      {data && <Coming people={data} />}
      {data && data.length > 0 && <Earlier people={data} />}
      {data && data.length > 0 && <Follows people={data} />}
    </>
  );
}

export interface Names {
  service: (id: number | undefined) => string | undefined;
  providers: Providers;
}

function useNames(): Names {
  const { data } = useRead(services, []);
  const providers = useProviders(true);
  return { service: (id) => data?.find((service) => service.id === id)?.name, providers };
}

const YEAR = 366 * DAY;

function Coming({ people }: { people: Client[] }) {
  const names = useNames();
  const [now] = useState(serverNow);
  const [windows, setWindows] = useState(2);
  const [said, setSaid] = useState("");
  const until = now + Math.min(windows * SPAN, YEAR);
  const { data, problem, again } = useRead(() => read(people, now, until), [people, windows]);
  const changed = (words: string) => {
    setSaid(words);
    again();
  };
  return (
    <section aria-labelledby="coming" aria-busy={!data && !problem}>
      <h2 id="coming">Coming</h2>
      {said && <Changed key={said}>{said}</Changed>}
      {problem && <Trouble problem={problem} retry={again} />}
      {!data && !problem && <Bones count={2} kind="cards" />}
      {data && !data.length && (
        <p>
          {"You have no appointments ahead. "}
          <Go to={{}}>Book one</Go>
        </p>
      )}
      <List entries={data ?? []} names={names} isSeveral={people.length > 1} changed={changed} />
      {data && until < now + YEAR && (
        <button type="button" onClick={() => setWindows(windows + 2)}>
          {`Look beyond ${dayWords(wall(until).date)}`}
        </button>
      )}
    </section>
  );
}

function read(people: Client[], from: number, to: number) {
  return inPieces(from, to, (begin, end) => between(people, begin, end));
}

interface ListProps {
  entries: Entry[];
  names: Names;
  isSeveral: boolean;
  changed?: (words: string) => void;
}

function List({ entries, names, isSeveral, changed }: ListProps) {
  return (
    <ul class="appointments">
      {entries.map((entry) => (
        <li key={entry.slot.booking_id ?? entry.slot.id}>
          <Appointment entry={entry} names={names} isNamed={isSeveral} {...(changed ? { changed } : {})} />
        </li>
      ))}
    </ul>
  );
}

function Earlier({ people }: { people: Client[] }) {
  const [windows, setWindows] = useState(0);
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">Earlier</h2>
      {windows > 0 && <Past people={people} windows={windows} />}
      {windows * SPAN < YEAR && (
        <button type="button" onClick={() => setWindows(windows + 2)}>
          {windows ? "Look further back" : "Show earlier appointments"}
        </button>
      )}
    </section>
  );
}

function Past({ people, windows }: { people: Client[]; windows: number }) {
  const names = useNames();
  const [now] = useState(serverNow);
  const from = now - windows * SPAN;
  const { data, problem, again } = useRead(() => read(people, from, now), [people, windows]);
  if (problem) return <Trouble problem={problem} retry={again} />;
  if (!data) return <Bones count={1} kind="cards" />;
  if (!data.length) return <p>{`There were none since ${dayWords(wall(from).date)}.`}</p>;
  return <List entries={data.reverse()} names={names} isSeveral={people.length > 1} />;
}

/** Calendar links are asked for only when somebody wants one. */
function Follows({ people }: { people: Client[] }) {
  const [open, setOpen] = useState<number>();
  return (
    <section class="follows" aria-labelledby="follow">
      <h2 id="follow">In your calendar program</h2>
      {people.map((client) => (
        <div key={client.id}>
          <button
            type="button"
            aria-expanded={open === client.id}
            onClick={() => setOpen(open === client.id ? undefined : client.id)}
          >
            {`Calendar link for ${client.name}`}
          </button>
          {open === client.id && (
            <Follow of={{ client_id: client.id }} back={queryOf({ view: "mine" })}>
              Calendar programs can follow these appointments by a link. Whoever has the link can see them.
            </Follow>
          )}
        </div>
      ))}
    </section>
  );
}
