/** Why a change did not happen, and what can be done about it. */

import { Trouble } from "../../ui/pieces";
import { SignIn } from "../../ui/sign-in";
import type { Refusal } from "./refusals";

interface RefusedProps {
  refusal: Refusal;
  /** The query to come back to if the user must sign in again. */
  back: string;
  /** Show how it stands now; `words` say what has changed. */
  changed: (words: string) => void;
}

export function Refused({ refusal: { words, isOld, isSignedOut }, back, changed }: RefusedProps) {
  return (
    <>
      <Trouble>{words}</Trouble>
      {isSignedOut && <SignIn back={back}>Sign in and go on</SignIn>}
      {isOld && (
        <button type="button" onClick={() => changed(words)}>
          Show how it is now
        </button>
      )}
    </>
  );
}
