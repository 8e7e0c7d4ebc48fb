/** A new provider: by an administrator for anybody, or by a provider's user for herself. */

import type { Me } from "../../api/ask";
import { createProvider, type OwnProvider } from "../../api/providers";
import { type Draft, type Filled, Form, useForm } from "../../ui/form";
import { Heading } from "../../ui/pieces";
import { TextField } from "../../ui/text-field";
import { useIsShown } from "../../ui/use";
import { Go, queryOf, usePlace } from "../place";
import { bodyOf, type Entered, mistakes, NOBODY } from "./entered";
import { Fields } from "./fields";

interface NewProviderProps {
  me: Me;
  isAdmin: boolean;
  /** Called with a new provider, or without if there is one that this page did not know. */
  created: (made?: OwnProvider) => void;
}

type New = Entered & { owner: string };
/** The key makes all tries of this form create one provider. */
type Key = { key: string };

export function NewProvider({ me, isAdmin, created }: NewProviderProps) {
  const isShown = useIsShown();
  const form = useForm<New, Key>({
    name: `${me.sub}.provider`,
    fresh: () => ({ entered: { ...NOBODY, owner: "" }, more: { key: crypto.randomUUID() } }),
    mistakes,
    send: async ({ entered, more }: Draft<New, Key>) => {
      const owner = isAdmin ? entered.owner.trim() || null : null;
      const { data, problem } = await createProvider({ ...bodyOf(entered), owner }, more.key);
      if (!data) return { problem, words: wordsOf(problem.code, isAdmin) };
      return void (isShown() && created(data));
    },
  });
  const back = queryOf(usePlace());
  const { code } = form.reply.problem ?? {};
  return (
    <>
      {isAdmin ? (
        <Heading>New provider</Heading>
      ) : (
        <Heading lead="You have none yet. You can change all of this later.">Set up your calendar</Heading>
      )}
      <Form form={form} submit={isAdmin ? "Create the provider" : "Create my calendar"} back={back}>
        <Fields form={form} />
        {isAdmin && <Owner form={form} />}
      </Form>
      {!isAdmin && (code === "already_exists" || code === "key_reused") && (
        <p class="actions">
          <button type="button" onClick={() => created()}>
            Open my calendar
          </button>
        </p>
      )}
      {isAdmin && (
        <p class="links">
          <Go to={{ view: "providers" }}>All providers</Go>
        </p>
      )}
    </>
  );
}

function wordsOf(code: string, isAdmin: boolean): string | undefined {
  if (code === "already_exists") return "You have a calendar already.";
  if (code !== "key_reused") return undefined;
  const where = isAdmin ? "Find it in the list of providers" : "Open your calendar";
  return `Your first try has worked after all, with what you had entered then. ${where}, and change the settings there.`;
}

function Owner({ form: { entered, enter, wrong } }: { form: Filled<New> }) {
  return (
    <TextField
      id="owner"
      label="Owner’s user id (sub)"
      hint="Whose calendar it is. “Making someone a provider” in docs/operations.md says how to find the id. Leave it empty for a calendar of your own."
      maxLength={36}
      wrong={wrong.owner}
      value={entered.owner}
      set={(owner) => enter({ owner })}
    />
  );
}
