/** The names and zones of providers. They come after the times, which need not wait for them. */

import { useEffect, useState } from "preact/hooks";
import type { Provider } from "../api/ask";
import { providers } from "../api/known";

export type Providers = ReadonlyMap<number, Provider>;

const NOBODY: Providers = new Map();

export function useProviders(isWanted: boolean): Providers {
  const [known, setKnown] = useState(NOBODY);
  useEffect(() => {
    let isCurrent = true;
    if (isWanted) {
      providers().then(({ data }) => {
        if (data && isCurrent) setKnown(new Map(data.map((provider) => [provider.id, provider])));
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);
  return known;
}
