/** A new provider. */

import { Heading } from "../../ui/pieces";

export function NewProvider({ isAdmin, created }: { isAdmin: boolean; created: () => void }) {
  return <Heading lead={isAdmin ? created.name : ""}>New provider</Heading>;
}
