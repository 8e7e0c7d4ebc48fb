/** Settings. */

import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";

export function Settings({ desk }: { desk: Desk }) {
  return <Heading lead={desk.provider.name}>Settings</Heading>;
}
