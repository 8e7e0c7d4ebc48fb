/** Choose a range of a day with the pointer: press, and drag. A finger presses for a moment first. */

import { useRef } from "preact/hooks";
import { QUARTER, type Quarter } from "./quarters";
import type { Range } from "./read";

interface Drag {
  quarterAt: (event: PointerEvent) => Quarter | null | undefined;
  mayStart: (quarter: Quarter) => boolean;
  /** Show what would be chosen. */
  mark: (range: Range | undefined) => void;
  choose: (range: Range) => void;
}

const LONG_PRESS = 450;

interface Pressed {
  start: Quarter;
  last: Quarter;
  isDragging: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

export function useDrag({ quarterAt, mayStart, mark, choose }: Drag) {
  const pressed = useRef<Pressed | undefined>(undefined);
  const isDone = useRef(false);

  const begin = (now: Pressed, event: PointerEvent, rows: HTMLElement) => {
    now.isDragging = true;
    rows.setPointerCapture(event.pointerId);
    mark(rangeOf(now));
  };
  const end = () => {
    clearTimeout(pressed.current?.timer);
    pressed.current = undefined;
    mark(undefined);
  };
  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      if (pressed.current) end(); // it was released where nobody was told
      const start = event.button === 0 && event.isPrimary && quarterAt(event);
      if (!start || !mayStart(start)) return;
      const now: Pressed = { start, last: start, isDragging: false };
      pressed.current = now;
      const rows = event.currentTarget;
      if (event.pointerType === "touch") now.timer = setTimeout(() => begin(now, event, rows), LONG_PRESS);
    },
    onPointerMove: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      const now = pressed.current;
      if (now && !(event.buttons & 1)) return end();
      const last = now && quarterAt(event);
      if (!now || !last || last.at === now.last.at) return;
      if (event.pointerType === "touch" && !now.isDragging) return end(); // the page scrolls
      now.last = last;
      if (now.isDragging) mark(rangeOf(now));
      else begin(now, event, event.currentTarget);
    },
    onPointerUp: () => {
      const now = pressed.current;
      if (now) end();
      if (!now?.isDragging) return;
      isDone.current = true;
      setTimeout(() => {
        isDone.current = false;
      });
      choose(rangeOf(now));
    },
    onPointerCancel: () => pressed.current && end(),
    // While a finger drags, the page must not scroll.
    onTouchMove: (event: TouchEvent) => pressed.current?.isDragging && event.preventDefault(),
    // The end of a drag is no click on a block.
    onClickCapture: (event: MouseEvent) => isDone.current && event.stopPropagation(),
    onContextMenu: (event: MouseEvent) => pressed.current?.isDragging && event.preventDefault(),
  };
}

function rangeOf({ start, last }: Pressed): Range {
  return { from: Math.min(start.at, last.at), to: Math.max(start.at, last.at) + QUARTER };
}
