/** The appointment is booked. */

import { type BookingNow, serverNow } from "../api/ask";
import { booking } from "../api/bookings";
import { services } from "../api/known";
import { session } from "../api/session";
import { named } from "../core/names";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { type Providers, useProviders } from "../ui/shown-providers";
import { SignIn } from "../ui/sign-in";
import { Summary } from "../ui/summary";
import { useRead } from "../ui/use";
import { calendarFile, download } from "./calendar-file";

import { isOnBehalf, ToWeek, voiceOf } from "./on-behalf";
import { Go, type Place, queryOf } from "./place";

export function Done({ place }: { place: Place & { booking: number } }) {
  const known = useProviders(true);
  const offered = useRead(services, []);
  const { data, problem, again } = useRead(() => booking(place.booking), [place.booking]);
  if (!session() || problem?.status === 401) return <SignedOut place={place} />;
  if (problem) {
    return (
      <>
        <Heading>{voiceOf(place).appointment}</Heading>
        <Trouble problem={problem} retry={again} />
      </>
    );
  }
  if (!data) return <Bones count={2} kind="cards" />;
  const provider = known.get(data.provider_id);
  const service = offered.data?.find(({ id }) => id === place.service);
  const [at, end] = [Date.parse(data.start), Date.parse(data.end)];
  const isOther = isOnBehalf(place);
  const isBooked = data.status === "confirmed";
  return (
    <>
      <Heading lead={isBooked && !isOther ? "We look forward to seeing you." : undefined}>
        {isBooked ? bookedWords(data, isOther) : "This appointment is cancelled"}
      </Heading>
      <Summary
        what={service?.name ?? "Appointment"}
        whom={provider?.name}
        at={at}
        minutes={(end - at) / 60_000}
        zone={provider?.time_zone}
        person={data.client_name}
      />
      {isBooked && !isOther && (
        <AddToCalendar
          booking={data.booking_id}
          version={data.version}
          what={titleOf(service?.name, data.provider_id, known)}
          start={at}
          end={end}
        />
      )}
      <p class="links">
        {isOther ? (
          <ToWeek place={place} />
        ) : (
          <>
            <Go to={{ view: "mine" }}>My appointments</Go>
            <Go to={{}}>Book another appointment</Go>
          </>
        )}
      </p>
    </>
  );
}

function bookedWords({ version, client_name }: BookingNow, isOther: boolean): string {
  if (isOther) return client_name ? `Booked for ${named(client_name)}` : "Booked";
  return version > 1 ? "Your appointment is moved" : "You are booked";
}

/** As in the mails: "Consultation with Dr. Dana Vogt". */
export function titleOf(service: string | undefined, provider: number, known: Providers): string {
  const name = known.get(provider)?.name;
  return `${service ?? "Appointment"}${name ? ` with ${name}` : ""}`;
}

type Visit = Parameters<typeof calendarFile>[0];

export function AddToCalendar(visit: Visit) {
  return (
    <button type="button" onClick={() => download("appointment.ics", calendarFile(visit, serverNow()))}>
      Add to calendar
    </button>
  );
}

function SignedOut({ place }: { place: Place }) {
  return (
    <>
      <Heading lead="Sign in to see it.">{voiceOf(place).appointment}</Heading>
      <SignIn back={queryOf(place)}>Sign in</SignIn>
    </>
  );
}
