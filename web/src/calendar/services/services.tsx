/** Services. */

import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";

export function Services({ desk }: { desk: Desk }) {
  return <Heading lead={desk.provider.name}>Services</Heading>;
}
