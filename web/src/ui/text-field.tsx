/** A field for a line of text. */

import { Field } from "./field";

interface TextFieldProps {
  id: string;
  label: string;
  hint?: string;
  wrong: string | undefined;
  type?: "text" | "email";
  maxLength: number;
  required?: boolean;
  value: string;
  set: (value: string) => void;
}

export function TextField({ id, label, hint, wrong, type = "text", set, ...rest }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <input
          {...described}
          {...rest}
          type={type as "text"}
          autocomplete="off"
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}
