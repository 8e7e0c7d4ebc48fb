/** Small pieces that every view is made of. */

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Outcome, Problem } from "./ask";
import { framed, go, type Place, queryOf } from "./place";
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

interface GoProps {
  to: Place;
  /** Leave the frame, if there is one, for a tab of its own. */
  out?: boolean;
  class?: string;
  "aria-current"?: "page";
  children: ComponentChildren;
}

/** A link within the page. */
export function Go({ to, out = false, children, ...rest }: GoProps) {
  const leaves = out && framed;
  const follow = (event: MouseEvent) => {
    if (leaves || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      href={queryOf(to)}
      onClick={follow}
      {...(leaves ? { target: "_blank", rel: "noopener" } : {})}
      {...rest}
    >
      {children}
    </a>
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

export type Loaded<T> = { data?: T | undefined; problem?: Problem | undefined; again: () => void };

/** Read when the view appears, and whenever `inputs` change. A response that comes too late is dropped. */
export function useRead<T>(read: () => Promise<Outcome<T>>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data?: T | undefined; problem?: Problem | undefined }>({});
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  // `read` is new at each drawing; `inputs` say when it differs.
  useEffect(() => {
    let isWanted = true;
    setState({});
    read().then((outcome) => isWanted && setState(outcome));
    return () => {
      isWanted = false;
    };
  }, [...inputs, attempt]);
  return { ...state, again };
}

/** Run one action at a time: a second tap while the first is under way does nothing. */
export function useAction<A extends unknown[]>(
  action: (...args: A) => Promise<void>,
): [run: (...args: A) => void, isBusy: boolean] {
  const [isBusy, setBusy] = useState(false);
  const running = useRef(false);
  const run = (...args: A) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    action(...args).finally(() => {
      running.current = false;
      setBusy(false);
    });
  };
  return [run, isBusy];
}
