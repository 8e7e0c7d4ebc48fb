/** Idempotency keys: the same values are sent with the same key, so a second try creates no second thing. */

import { useRef } from "preact/hooks";

/** Return a function that returns the same key as long as the values are the same. */
export function useKeyFor(): (values: unknown) => string {
  const sent = useRef({ key: "", of: "" });
  return (values) => {
    const of = JSON.stringify(values);
    if (sent.current.of !== of) sent.current = { of, key: crypto.randomUUID() };
    return sent.current.key;
  };
}
