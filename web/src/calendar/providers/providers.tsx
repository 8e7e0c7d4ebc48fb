/** All providers, for administrators. */

import { Heading } from "../../ui/pieces";

export function Providers() {
  return <Heading>Providers</Heading>;
}
