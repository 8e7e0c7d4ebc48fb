/** Small pieces that every view is made of. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/ask";
import { sentence } from "./words";

let isFirstView = true;

/** The heading of a view. It gets the focus, so that a screen reader says where one is now. */
export function Heading({ children, lead }: { children: string; lead?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = children;
    if (!isFirstView) heading.current?.focus();
    isFirstView = false;
  }, [children]);
  return (
    <header class="heading">
      <h1 tabIndex={-1} ref={heading}>
        {children}
      </h1>
      {lead && <p class="lead">{lead}</p>}
    </header>
  );
}

/** A problem in words, said aloud when it appears, with a button to try again where that may help. */
export function Trouble({ problem, retry, children }: TroubleProps) {
  return (
    <div class="notice bad" role="alert">
      <p>{children ?? (problem && sentence(problem))}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

interface TroubleProps {
  problem?: Problem | undefined;
  retry?: (() => void) | undefined;
  children?: ComponentChildren;
}

/** What has just been changed. It gets the focus, because the button that did it is gone. */
export function Changed({ children }: { children: string }) {
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <div class="notice">
      <p tabIndex={-1} ref={words}>
        {children}
      </p>
    </div>
  );
}

/** What is said aloud, politely, and not shown. */
export function Said({ children }: { children: ComponentChildren }) {
  return (
    <p class="unseen" role="status">
      {children}
    </p>
  );
}

export function Bones({ count, kind }: { count: number; kind: string }) {
  return (
    <div class={`bones ${kind}`} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
