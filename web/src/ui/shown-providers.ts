/** The names and zones of providers. They come after the times, which need not wait for them. */

import { useEffect, useState } from "preact/hooks";
import type { Provider } from "../api/ask";
import { providers } from "../api/known";

export type Providers = ReadonlyMap<number, Provider>;

const NOBODY: Providers = new Map();

/** `read` gets them once for all views, unless it is given. */
export function useProviders(isWanted: boolean, read = providers): Providers {
  const [known, setKnown] = useState(NOBODY);
  useEffect(() => {
    let isCurrent = true;
    if (isWanted) {
      read().then(({ data }) => {
        if (data && isCurrent) setKnown(new Map(data.map((provider) => [provider.id, provider])));
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [isWanted, read]);
  return known;
}
