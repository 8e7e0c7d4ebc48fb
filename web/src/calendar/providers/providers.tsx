/** The calendars that one may open: all for administrators, otherwise one's own. */

import { useState } from "preact/hooks";
import type { Me, Outcome, Provider } from "../../api/ask";
import { everyProvider } from "../../api/known";
import { provider } from "../../api/providers";
import { cityOf } from "../../core/time";
import { Filter, namedLike } from "../../ui/filter";
import { Bones, Heading } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";
import { Go, type Place, queryOf } from "../place";

const SHOWN = 100;

interface ProvidersProps {
  me: Me;
  isAdmin: boolean;
  place: Place;
}

export function Providers({ me, isAdmin, place }: ProvidersProps) {
  const { data, problem, again } = useRead(() => (isAdmin ? everyProvider() : own(me)), []);
  return (
    <>
      <Heading>{isAdmin ? "Providers" : "Your calendars"}</Heading>
      {isAdmin && (
        <p class="actions">
          <Go to={{ view: "new" }} class="button">
            New provider
          </Go>
        </p>
      )}
      {problem && <Refusal problem={problem} back={queryOf(place)} retry={again} />}
      {!data && !problem && <Bones count={3} kind="cards" />}
      {data && <List providers={data} place={place} what={isAdmin ? "provider" : "calendar"} />}
    </>
  );
}

/** Those that a user has besides the own one are few. */
async function own(me: Me): Promise<Outcome<Provider[]>> {
  const read = await Promise.all(me.provider_ids.map(provider));
  const failed = read.find((each) => each.problem);
  return failed?.problem ? { problem: failed.problem } : { data: read.flatMap(({ data }) => data ?? []) };
}

interface ListProps {
  providers: Provider[];
  /** The view and the week that stay. */
  place: Place;
  what: string;
}

function List({ providers, place: { next, day }, what }: ListProps) {
  const [text, setText] = useState("");
  const found = namedLike(providers, text);
  return (
    <>
      {providers.length > 5 && <Filter text={text} set={setText} />}
      <ul class="providers">
        {found.slice(0, SHOWN).map(({ id, name, time_zone }) => (
          <li key={id}>
            <Go to={{ view: next, day, provider: id }}>{name}</Go>
            <span class="hint">{cityOf(time_zone)}</span>
          </li>
        ))}
      </ul>
      <p class="hint" role="status">
        {countWords(found.length, providers.length, what)}
      </p>
    </>
  );
}

function countWords(found: number, all: number, what: string): string {
  if (!all) return `There are no ${what}s yet.`;
  if (!found) return `None of ${all} has this in the name.`;
  const hidden = found - SHOWN;
  const more = hidden > 0 ? ` ${hidden} more are not shown: type more of the name.` : "";
  const count = found === all ? `${all} ${what}${all === 1 ? "" : "s"}` : `${found} of ${all}`;
  return `${count}.${more}`;
}
