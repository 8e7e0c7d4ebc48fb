/** What is said while the week could not be read. */

import { clockWords } from "../../core/clock";
import { Trouble } from "../../ui/pieces";
import { sentence } from "../../ui/words";
import type { Desk } from "../desk";
import type { Range } from "./read";
import { SignInAgain } from "./sign-in-again";
import type { ShownWeek } from "./use-week";

/** When the week was read last, by the provider's clock. */
export function readTime({ listed }: Pick<ShownWeek, "listed">, zone: string): string | undefined {
  return listed && clockWords(listed.now, zone);
}

interface UnreadProps {
  week: ShownWeek;
  desk: Desk;
  /** What is being entered. */
  range: Range | undefined;
}

/** Why the week is not as it is now. What was read before stays. */
export function Unread({ week: { problem, listed, again }, desk, range }: UnreadProps) {
  if (!problem) return null;
  if (problem.status === 401) {
    return (
      <>
        <Trouble problem={problem} />
        <SignInAgain desk={desk} range={range} />
      </>
    );
  }
  const old = listed && ` This is the week as it was at ${readTime({ listed }, desk.provider.time_zone)}.`;
  return <Trouble retry={again}>{`${sentence(problem)}${old ?? ""}`}</Trouble>;
}
