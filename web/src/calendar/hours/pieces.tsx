/** Small pieces of the view of working hours. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Change } from "./words";

/** Move the focus to what is drawn next. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

interface PushProps {
  id?: string;
  class?: string;
  label?: string;
  isBusy?: boolean;
  isSubmit?: boolean;
  act?: () => void;
  children: ComponentChildren;
}

/** A button that keeps the focus while it is busy. `label` says in full what the words on it say in short. */
export function Push({ label, isBusy = false, isSubmit = false, act, children, ...rest }: PushProps) {
  return (
    <button
      type={isSubmit ? "submit" : "button"}
      aria-disabled={isBusy}
      {...(label ? { "aria-label": label } : {})}
      onClick={act}
      {...rest}
    >
      {children}
    </button>
  );
}

interface NewsProps {
  /** What it tells of. Something new of the same words is news as well. */
  of: unknown;
  isBad?: boolean;
  words: string;
  children?: ComponentChildren;
}

/** What has happened. It gets the focus, because what was pressed may be gone. */
export function News({ of, isBad = false, words, children }: NewsProps) {
  const first = useRef<HTMLParagraphElement>(null);
  useEffect(() => first.current?.focus(), [of]);
  return (
    <div class={isBad ? "notice bad" : "notice"}>
      <p tabIndex={-1} ref={first}>
        {words}
      </p>
      {children}
    </div>
  );
}

interface ChangesProps {
  changes: readonly Change[];
  /** Which side comes first. The other one follows, with its name. */
  first: "before" | "after";
  other: string;
}

export function Changes({ changes, first, other }: ChangesProps) {
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={change.what}>
          <strong>{change.what}</strong>
          {`: ${change[first]} `}
          <span class="there">{`${other}: ${change[first === "after" ? "before" : "after"]}`}</span>
        </li>
      ))}
    </ul>
  );
}
