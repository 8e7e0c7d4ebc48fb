/** A field of a form: its label, a hint, what is wrong with it, and the control itself. */

import type { JSX } from "preact";

/** What connects a control with the words beside it. */
export interface Described {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby"?: string;
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (described: Described) => JSX.Element;
}

export function Field({ id, label, hint, wrong, children }: FieldProps) {
  const beside = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {children({ id, "aria-invalid": Boolean(wrong), ...(beside ? { "aria-describedby": beside } : {}) })}
    </div>
  );
}

/** Move the focus to the first field that is wrong. */
export function focusFirstWrong(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
