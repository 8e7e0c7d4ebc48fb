/** Outside working hours. */

import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";

export function Outside({ desk }: { desk: Desk }) {
  return <Heading lead={desk.provider.name}>Outside working hours</Heading>;
}
