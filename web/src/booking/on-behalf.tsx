/** A provider books for somebody who has called: another voice, and the way back to the week. */

import { providerIn } from "../core/time";
import { queryFrom } from "../ui/address";
import { Go, type Place } from "./place";

interface Voice {
  time: string;
  notYet: string;
  confirm: string;
  offer: string;
  stillHeld: string;
  lapsed: string;
  appointment: string;
}

const OWN: Voice = {
  time: "Your time",
  notYet: "Your time is not held yet",
  confirm: "Confirm your appointment",
  offer: "It is yours once you confirm it.",
  stillHeld: "Your time is still held, and nothing is booked yet.",
  lapsed: "Your hold has lapsed",
  appointment: "Your appointment",
};

const ON_BEHALF: Voice = {
  time: "The time",
  notYet: "The time is not held yet",
  confirm: "Confirm the appointment",
  offer: "It is booked once you confirm it.",
  stillHeld: "The time is still held, and nothing is booked yet.",
  lapsed: "The hold has lapsed",
  appointment: "The appointment",
};

export const isOnBehalf = ({ from }: Place) => from === "calendar";

export const voiceOf = (place: Place) => (isOnBehalf(place) ? ON_BEHALF : OWN);

/** The address of the week with the day from which the provider came. */
export function weekOf({ provider, time = "", day }: Place): string {
  const whose = typeof provider === "number" ? provider : providerIn(time) || undefined;
  const query = queryFrom([
    ["provider", whose],
    ["day", day],
  ]);
  return query.startsWith("?") ? `/calendar${query}` : "/calendar";
}

export function ToWeek({ place }: { place: Place }) {
  return <a href={weekOf(place)}>Back to the week</a>;
}

interface AnotherProps {
  place: Place;
  /** Where the other times are. */
  to: Place;
  class?: string;
}

/** Away from the chosen time: to other times, or to the week that has them all. */
export function Another({ place, to, ...rest }: AnotherProps) {
  if (!isOnBehalf(place)) {
    return (
      <Go to={to} {...rest}>
        Choose another time
      </Go>
    );
  }
  return (
    <a href={weekOf(place)} {...rest}>
      Back to the week
    </a>
  );
}
