/** What the API has done. */

import { useEffect, useRef } from "preact/hooks";

interface DoneProps {
  words: string;
  /** Whether the user has gone on meanwhile. Otherwise it gets the focus, because what asked for it is gone. */
  isLate: boolean;
  /** Nothing, while something else is open below. */
  close: (() => void) | undefined;
}

export function Done({ words, isLate, close }: DoneProps) {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!isLate) text.current?.focus();
  }, []);
  return (
    <div class="notice" role="status">
      <p tabIndex={-1} ref={text}>
        {words}
      </p>
      {close && (
        <button type="button" onClick={close}>
          Hide
        </button>
      )}
    </div>
  );
}
