/** Who comes: the name, and how to reach that person. */

import { useRef, useState } from "preact/hooks";
import { type Client, insist, type Problem } from "../api/ask";
import { api } from "../api/client";
import { Field, focusFirstWrong } from "../ui/field";
import { Trouble } from "../ui/pieces";
import { refusedFields } from "../ui/refused";
import { useKeyFor } from "../ui/request-key";
import { useAction } from "../ui/use";

interface Entry {
  name: "name" | "email" | "phone";
  label: string;
  hint?: string;
  type: "text" | "email" | "tel";
  autocomplete: string;
  wrong: string;
}

const FIELDS: readonly Entry[] = [
  { name: "name", label: "Full name", type: "text", autocomplete: "name", wrong: "Please enter a name." },
  {
    name: "email",
    label: "E-mail",
    hint: "For the confirmation and a reminder. You may leave it empty.",
    type: "email",
    autocomplete: "email",
    wrong: "Please enter an address such as alice@example.com.",
  },
  {
    name: "phone",
    label: "Phone",
    hint: "Only in case something comes up. You may leave it empty.",
    type: "tel",
    autocomplete: "tel",
    wrong: "Please enter a number such as +49 30 901820.",
  },
];

const VALID: Readonly<Record<Entry["name"], RegExp>> = {
  name: /\S/,
  email: /^([^@\s]+@[^@\s]+)?$/,
  phone: /^(\+?[\d ()./-]{3,32})?$/,
};

type Values = Record<Entry["name"], string>;
type Wrong = Partial<Record<Entry["name"], string>>;

interface DetailsProps {
  /** What the button says. */
  submit: string;
  suggested?: Partial<Values>;
  /** Somebody else's, so that the browser does not propose the user's own. */
  isForOther?: boolean;
  done: (client: Client) => void;
}

export function Details({ submit, suggested, isForOther = false, done }: DetailsProps) {
  const [values, setValues] = useState<Values>({ name: "", email: "", phone: "", ...suggested });
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<Problem>();
  const form = useRef<HTMLFormElement>(null);
  const keyFor = useKeyFor();
  const [send, isBusy] = useAction(async () => {
    setProblem(undefined);
    const found = mistakes(values);
    setWrong(found);
    if (Object.keys(found).length) return focusFirstWrong(form.current);
    const outcome = await insist(() => create(values, keyFor(values)));
    if (outcome.data) return done(outcome.data);
    setProblem(outcome.problem);
    setWrong(refusedFields(outcome.problem));
  });
  return (
    <form
      noValidate
      ref={form}
      class="details"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {problem && <Trouble problem={problem} />}
      {FIELDS.map((field) => (
        <Input
          key={field.name}
          field={isForOther ? { ...field, autocomplete: "off" } : field}
          value={values[field.name]}
          wrong={wrong[field.name]}
          set={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
        />
      ))}
      <button type="submit" class="main" disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}

interface InputProps {
  field: Entry;
  value: string;
  wrong: string | undefined;
  set: (value: string) => void;
}

function Input({ field, value, wrong, set }: InputProps) {
  const { name, label, hint, type, autocomplete } = field;
  return (
    <Field id={name} label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <input
          {...described}
          name={name}
          type={type as "text"}
          autocomplete={autocomplete}
          maxLength={name === "name" ? 100 : name === "email" ? 254 : 32}
          required={name === "name"}
          value={value}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}

function mistakes(values: Values): Wrong {
  const found = FIELDS.filter(({ name }) => !VALID[name].test(values[name].trim()));
  return Object.fromEntries(found.map(({ name, wrong }) => [name, wrong]));
}

function create(values: Values, key: string) {
  const [name, email, phone] = [values.name.trim(), values.email.trim(), values.phone.trim()];
  return api.POST("/api/clients", {
    params: { header: { "Idempotency-Key": key } },
    body: { name, email: email || null, phone: phone || null },
  });
}
