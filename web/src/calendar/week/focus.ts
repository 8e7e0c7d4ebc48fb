/** The focus stays at a time, whatever happens to the button there. */

import { useLayoutEffect, useRef } from "preact/hooks";

type Element = { current: HTMLElement | null };

export function buttonOf(within: HTMLElement | null, from: number): HTMLElement | null {
  return within?.querySelector<HTMLElement>(`button[data-from="${from}"]`) ?? null;
}

/** Put the focus on the button of the block that has this instant, or else on the nearest one. */
export function focusAt(within: HTMLElement | null, at: number): void {
  const buttons = [...(within?.querySelectorAll<HTMLElement>("button[data-from]") ?? [])];
  const distance = ({ dataset }: HTMLElement) =>
    Math.max(Number(dataset.from) - at, at - Number(dataset.to) + 1, 0);
  const [nearest] = buttons
    .filter((button) => button.offsetParent)
    .sort((one, other) => distance(one) - distance(other));
  nearest?.focus();
}

/** If the button that has the focus is gone after a reading, the block at its time gets the focus. */
export function useKeptFocus(within: Element, read: unknown) {
  const at = useRef<number | undefined>(undefined);
  // Each reading may take a button away.
  useLayoutEffect(() => {
    if (at.current !== undefined && document.activeElement === document.body)
      focusAt(within.current, at.current);
  }, [read, within]);
  return {
    onFocusIn: ({ target }: FocusEvent) => {
      const { from } = (target as HTMLElement).dataset;
      at.current = from === undefined ? undefined : Number(from);
    },
    onFocusOut: ({ target }: FocusEvent) => {
      // A button that is taken away loses the focus too, and that is not the user's doing.
      queueMicrotask(() => {
        if ((target as HTMLElement).isConnected && document.activeElement !== target) at.current = undefined;
      });
    },
  };
}
