/** Who comes: the name, and how to reach that person. */

import { useRef, useState } from "preact/hooks";
import { api } from "./api";
import { type Client, insist, type Problem } from "./ask";
import { Trouble, useAction } from "./ui";

interface Field {
  name: "name" | "email" | "phone";
  label: string;
  hint?: string;
  type: "text" | "email" | "tel";
  autocomplete: string;
  wrong: string;
}

const FIELDS: readonly Field[] = [
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

const VALID: Readonly<Record<Field["name"], RegExp>> = {
  name: /\S/,
  email: /^([^@\s]+@[^@\s]+)?$/,
  phone: /^(\+?[\d ()./-]{3,32})?$/,
};

type Values = Record<Field["name"], string>;
type Wrong = Partial<Record<Field["name"], string>>;

interface DetailsProps {
  /** What the button says. */
  submit: string;
  suggested?: Partial<Values>;
  done: (client: Client) => void;
}

export function Details({ submit, suggested, done }: DetailsProps) {
  const [values, setValues] = useState<Values>({ name: "", email: "", phone: "", ...suggested });
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<Problem>();
  const form = useRef<HTMLFormElement>(null);
  // The same details are sent with the same key: a second try makes no second person.
  const sent = useRef({ key: "", of: "" });
  const [send, isBusy] = useAction(async () => {
    setProblem(undefined);
    const found = mistakes(values);
    setWrong(found);
    if (Object.keys(found).length) return focusFirst(form.current, found);
    const outcome = await insist(() => create(values, keyFor(sent.current, values)));
    if (outcome.data) return done(outcome.data);
    setProblem(outcome.problem);
    setWrong(refused(outcome.problem));
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
          field={field}
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
  field: Field;
  value: string;
  wrong: string | undefined;
  set: (value: string) => void;
}

function Input({ field, value, wrong, set }: InputProps) {
  const { name, label, hint, type, autocomplete } = field;
  const described = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${name}-wrong`}>
          {wrong}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type as "text"}
        autocomplete={autocomplete}
        maxLength={name === "name" ? 100 : name === "email" ? 254 : 32}
        required={name === "name"}
        aria-invalid={Boolean(wrong)}
        {...(described ? { "aria-describedby": described } : {})}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </div>
  );
}

function mistakes(values: Values): Wrong {
  const found = FIELDS.filter(({ name }) => !VALID[name].test(values[name].trim()));
  return Object.fromEntries(found.map(({ name, wrong }) => [name, wrong]));
}

/** What the API says of single fields stands beside them. */
function refused({ members }: Problem): Wrong {
  const errors = Array.isArray(members.errors) ? members.errors : [];
  return Object.fromEntries(errors.map(({ field, detail }) => [field, detail]));
}

function focusFirst(form: HTMLFormElement | null, found: Wrong): void {
  const first = FIELDS.find(({ name }) => found[name]);
  if (first) form?.querySelector<HTMLInputElement>(`#${first.name}`)?.focus();
}

function keyFor(sent: { key: string; of: string }, values: Values): string {
  const of = JSON.stringify(values);
  if (sent.of !== of) Object.assign(sent, { of, key: crypto.randomUUID() });
  return sent.key;
}

function create(values: Values, key: string) {
  const [name, email, phone] = [values.name.trim(), values.email.trim(), values.phone.trim()];
  return api.POST("/api/clients", {
    params: { header: { "Idempotency-Key": key } },
    body: { name, email: email || null, phone: phone || null },
  });
}
