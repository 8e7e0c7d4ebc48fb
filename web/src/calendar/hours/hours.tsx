/** Working hours. */

import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";

export function Hours({ desk }: { desk: Desk }) {
  return <Heading lead={desk.provider.name}>Working hours</Heading>;
}
