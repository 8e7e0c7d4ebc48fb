/** The top of each page: where one can go, and out. */

import type { ComponentChildren } from "preact";
import { session, signOut } from "../api/session";
import { framed } from "./address";
import { useAction } from "./use";

export function Top({ children }: { children: ComponentChildren }) {
  const [leave, isBusy] = useAction(async () => {
    if (mayLeave()) await signOut();
  });
  return (
    <header class="top">
      <nav aria-label="Pages">{children}</nav>
      {session() && !framed && (
        <button type="button" class="link" aria-disabled={isBusy} onClick={leave}>
          Sign out
        </button>
      )}
    </header>
  );
}

/** Ask before what was entered is lost. Once the tokens are revoked, nobody can save it any more. */
function mayLeave(): boolean {
  const isSaved = dispatchEvent(new Event("beforeunload", { cancelable: true }));
  if (!isSaved && !confirm("Sign out? What you have entered is not saved yet, and is lost.")) return false;
  // The browser would ask once more.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  return true;
}

/** What marks the link to where one is. */
export const current = (is: boolean) => (is ? ({ "aria-current": "page" } as const) : {});
