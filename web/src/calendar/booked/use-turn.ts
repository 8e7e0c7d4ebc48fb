/** A hold that is shown turns into an appointment, because its client has confirmed it. */

import { useLayoutEffect, useRef } from "preact/hooks";

interface Element<T> {
  current: T | null;
}

/** Return whether it has; a focus on what went with the hold goes to the heading. */
export function useTurn(status: string, panel: Element<HTMLElement>, heading: Element<HTMLElement>): boolean {
  const first = useRef(status);
  const before = useRef(status);
  // Asked while it is drawn: afterwards, the button that had the focus is gone.
  const hadFocus = before.current !== status && panel.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    if (hadFocus && !panel.current?.contains(document.activeElement)) heading.current?.focus();
    before.current = status;
  }, [status]);
  return first.current !== status;
}
