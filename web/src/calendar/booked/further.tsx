/** Look further ahead. */

import { useEffect, useRef } from "preact/hooks";

interface FurtherProps {
  /** Such as "Sunday 13 December": the last day of what is shown. */
  last: string;
  isBusy: boolean;
  isAll: boolean;
  look: () => void;
}

export function Further({ last, isBusy, isAll, look }: FurtherProps) {
  const end = useRef<HTMLParagraphElement>(null);
  const wasPressed = useRef(false);
  useEffect(() => {
    if (isAll && wasPressed.current) end.current?.focus(); // the button that had it is gone
  }, [isAll]);
  if (isAll) {
    return (
      <p class="hint" tabIndex={-1} ref={end}>
        {`These are all until ${last}.`}
      </p>
    );
  }
  const press = () => {
    wasPressed.current = true;
    if (!isBusy) look();
  };
  return (
    <button type="button" aria-disabled={isBusy} onClick={press}>
      {`Look beyond ${last}`}
    </button>
  );
}
