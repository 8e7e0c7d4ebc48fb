/** Sign in again, and go on with the range that was chosen. */

import { useEffect } from "preact/hooks";
import { forget, keep, kept } from "../../core/storage";
import { SignIn } from "../../ui/sign-in";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import type { Range } from "./read";

const DRAFT = "holdfast.range";

type Draft = Range & { provider: number };

export function SignInAgain({ desk, range }: { desk: Desk; range: Range | undefined }) {
  const { id } = desk.provider;
  useEffect(() => {
    if (range) keep<Draft>(DRAFT, { ...range, provider: id });
  }, [range, id]);
  return <SignIn back={queryOf(desk.place)}>Sign in and go on</SignIn>;
}

/** Return the range that was kept of this provider's time, once. */
export function keptRange(provider: number): Range | undefined {
  const draft = kept<Draft>(DRAFT);
  forget(DRAFT);
  return draft?.provider === provider ? { from: draft.from, to: draft.to } : undefined;
}
