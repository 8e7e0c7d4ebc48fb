/** Sign in where it is needed, with the choice kept. */

import type { ComponentChildren } from "preact";
import { beginSignIn, finishSignIn, session } from "../api/session";
import { useAction } from "./use";

let hasFailed = false;

/** If the login has just sent the user back, return the query of the choice that was kept. */
export async function comeBack(): Promise<string | undefined> {
  if (!new URLSearchParams(location.search).has("state")) return undefined;
  const choice = await finishSignIn();
  hasFailed = !session();
  return choice ?? location.search;
}

/** A button that leaves for the login. `back` is the query to return to. */
export function SignIn({ back, children }: { back: string; children: ComponentChildren }) {
  const [leave, isBusy] = useAction(() => beginSignIn(back));
  return (
    <>
      {hasFailed && (
        <div class="notice bad" role="alert">
          <p>The sign-in did not work. Your choice is kept; please try again.</p>
        </div>
      )}
      <button type="button" class="main" aria-disabled={isBusy} onClick={leave}>
        {children}
      </button>
    </>
  );
}
