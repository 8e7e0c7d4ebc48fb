/** The top of each page: where one can go, and out. */

import type { ComponentChildren } from "preact";
import { session, signOut } from "../api/session";
import { framed } from "./address";
import { useAction } from "./use";

export function Top({ children }: { children: ComponentChildren }) {
  const [leave, isBusy] = useAction(() => signOut());
  return (
    <header class="top">
      <nav aria-label="Pages">{children}</nav>
      {session() && !framed && (
        <button type="button" class="link" disabled={isBusy} onClick={leave}>
          Sign out
        </button>
      )}
    </header>
  );
}

/** What marks the link to where one is. */
export const current = (is: boolean) => (is ? ({ "aria-current": "page" } as const) : {});
