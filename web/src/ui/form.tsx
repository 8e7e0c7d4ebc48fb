/** A form whose entries survive every refusal. */

import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../api/ask";
import { useDraft } from "./draft";
import { focusFirstWrong } from "./field";
import { Trouble } from "./pieces";
import { Refusal } from "./refusal";
import { refusedFields } from "./refused";
import { useAction } from "./use";
import { sentenceOf } from "./words";

/** What is wrong, by the API's name of the field. */
export type Wrong = Readonly<Record<string, string>>;

/** The entries, and what is needed beside them to send them: a key or a version. */
export interface Draft<T, More> {
  entered: T;
  more: More;
}

/** What came instead of success. */
export interface Reply<T, More> {
  problem?: Problem | undefined;
  /** What is said. Of a problem, the usual words by default. */
  words?: string | undefined;
  /** What to go on with: something may have been entered meanwhile. */
  next?: (now: Draft<T, More>) => Draft<T, More>;
}

interface Sending<T, More> {
  /** Whose draft it is, and of what. */
  name: string;
  fresh: () => Draft<T, More>;
  mistakes: (entered: T) => Wrong;
  /** Return nothing once it is done. */
  send: (draft: Draft<T, More>) => Promise<Reply<T, More> | undefined>;
}

export interface Filled<T> {
  element: RefObject<HTMLFormElement | null>;
  entered: T;
  enter: (values: Partial<T>) => void;
  wrong: Wrong;
  reply: { problem?: Problem | undefined; words?: string | undefined };
  submit: () => void;
  isBusy: boolean;
  isKept: boolean;
}

export function useForm<T, More>({ name, fresh, mistakes, send }: Sending<T, More>): Filled<T> {
  const [reply, setReply] = useState<Reply<T, More>>();
  const { draft, change, isKept } = useDraft(name, fresh, reply?.problem?.status === 401);
  const [wrong, setWrong] = useState<Wrong>({});
  const element = useRef<HTMLFormElement>(null);
  const mark = (found: Wrong) => {
    setWrong(found);
    focusFirstWrong(element.current);
    return Object.keys(found).length > 0;
  };
  const [submit, isBusy] = useAction(async () => {
    setReply({});
    if (mark(mistakes(draft.entered))) return;
    const { next, ...said } = (await send(draft)) ?? {};
    if (next) change(next);
    setReply(said);
    if (said.problem) mark(refusedFields(said.problem));
  });
  const enter = (values: Partial<T>) => change((old) => ({ ...old, entered: { ...old.entered, ...values } }));
  return {
    element,
    entered: draft.entered,
    enter,
    wrong,
    reply: reply ?? {},
    submit,
    isBusy,
    isKept: isKept && !reply,
  };
}

interface FormProps<T> {
  form: Filled<T>;
  /** What the button says. */
  submit: string;
  /** The query to return to after signing in. */
  back: string;
  children: ComponentChildren;
}

export function Form<T>({ form, submit, back, children }: FormProps<T>) {
  const { problem, words } = form.reply;
  return (
    <form
      noValidate
      ref={form.element}
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      {form.isKept && <p class="notice">What you entered is still here. It is not saved yet.</p>}
      {children}
      {words && !problem && <Trouble>{words}</Trouble>}
      {problem && (
        <Refusal problem={problem} back={back} explain={(said) => words ?? sentenceOf(said, "save")} />
      )}
      <p class="actions">
        <button type="submit" class="main" aria-disabled={form.isBusy}>
          {submit}
        </button>
      </p>
    </form>
  );
}
