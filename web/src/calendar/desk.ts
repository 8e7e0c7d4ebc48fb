/** What every view of a calendar knows: who looks at it, and whose it is. */

import type { Me, Provider } from "../api/ask";
import type { Place } from "./place";

export interface Desk {
  me: Me;
  isAdmin: boolean;
  provider: Provider;
  place: Place;
  /** Read the provider again, after it has been changed. */
  refresh: () => void;
  /** Go on after this calendar has been deleted. */
  left: () => void;
}
