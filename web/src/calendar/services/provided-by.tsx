/** Who provides a service, for administrators. */

import { useState } from "preact/hooks";
import type { Provider } from "../../api/ask";
import { everyProvider } from "../../api/known";
import { Check } from "../../ui/check";
import { Filter, namedLike } from "../../ui/filter";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";

const SHOWN = 20;

interface ProvidedByProps {
  chosen: number[];
  wrong: string | undefined;
  set: (chosen: number[]) => void;
  back: string;
}

export function ProvidedBy({ chosen, wrong, set, back }: ProvidedByProps) {
  const { data, problem, again } = useRead(everyProvider, []);
  return (
    <fieldset class="checks">
      <legend>Provided by</legend>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      {problem && <Refusal problem={problem} back={back} retry={again} />}
      {data && <Choices providers={data} chosen={chosen} set={set} />}
    </fieldset>
  );
}

interface ChoicesProps {
  providers: Provider[];
  chosen: number[];
  set: (chosen: number[]) => void;
}

function Choices({ providers, chosen, set }: ChoicesProps) {
  const [text, setText] = useState("");
  const [first] = useState(() => new Set(chosen));
  const found = matching(providers, text, first);
  return (
    <>
      {providers.length > SHOWN && <Filter text={text} set={setText} />}
      {found.slice(0, SHOWN).map(({ id, name }) => (
        <Check
          key={id}
          checked={chosen.includes(id)}
          set={(is) => set(is ? [...chosen, id] : chosen.filter((each) => each !== id))}
        >
          {name}
        </Check>
      ))}
      <p class="hint" role="status">
        {`${chosen.length} chosen.${found.length > SHOWN ? ` ${found.length - SHOWN} more: type a part of the name.` : ""}`}
      </p>
    </>
  );
}

/** Those who provide it already come first. */
function matching(providers: Provider[], text: string, first: Set<number>): Provider[] {
  const rank = ({ id }: Provider) => (first.has(id) ? 0 : 1);
  return namedLike(providers, text).sort((one, other) => rank(one) - rank(other));
}
