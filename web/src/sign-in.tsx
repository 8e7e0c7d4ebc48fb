/** Sign in where it is needed, with the choice kept. */

import type { ComponentChildren } from "preact";
import type { Place } from "./place";
import { queryOf } from "./place";
import { beginSignIn } from "./session";
import { useAction } from "./ui";

let hasFailed = false;

/** Remember that a sign-in has come to nothing, so that the view says so. */
export function noteFailure(): void {
  hasFailed = true;
}

export function SignIn({ place, children }: { place: Place; children: ComponentChildren }) {
  const [leave, isBusy] = useAction(() => beginSignIn(queryOf(place)));
  return (
    <>
      {hasFailed && (
        <div class="notice bad" role="alert">
          <p>The sign-in did not work. Your choice is kept; please try again.</p>
        </div>
      )}
      <button type="button" class="main" disabled={isBusy} onClick={leave}>
        {children}
      </button>
    </>
  );
}
