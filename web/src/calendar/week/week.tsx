/** Week. */

import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";

export function Week({ desk }: { desk: Desk }) {
  return <Heading lead={desk.provider.name}>Week</Heading>;
}
