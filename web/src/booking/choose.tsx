/** The first steps: a service, with whom, and when. Nobody signs in for these. */

import { useState } from "preact/hooks";
import type { Service } from "../api/ask";
import { services } from "../api/known";
import type { Start } from "../api/starts";
import { lengthWords } from "../core/time";
import { framed } from "../ui/address";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { type Providers, useProviders } from "../ui/shown-providers";
import { useRead } from "../ui/use";

import { HeldTime } from "./held-time";
import { intend } from "./hold";
import { Go, go, type Place, queryOf, replace } from "./place";
import { Times } from "./times";
import { Whom } from "./whom";

export function Services() {
  const { data, problem, again } = useRead(services, []);
  const offered = (data ?? []).filter((service) => service.active && service.provider_ids.length);
  offered.sort((one, other) => one.name.localeCompare(other.name));
  const areAlike = new Set(offered.map((service) => service.name)).size < offered.length;
  const known = useProviders(areAlike);
  return (
    <>
      <Heading lead="Choose what you need. You see free times at once, and sign in only when you book.">
        Book an appointment
      </Heading>
      {problem && <Trouble problem={problem} retry={again} />}
      {!data && !problem && <Bones count={3} kind="cards" />}
      {data && !offered.length && <p>Nothing can be booked here at the moment.</p>}
      <ul class="cards">
        {offered.map((service) => (
          <li key={service.id}>
            <Card service={service} {...(areAlike ? { whom: withWhom(service, known) } : {})} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Card({ service, whom }: { service: Service; whom?: string }) {
  return (
    <button type="button" class="card" onClick={() => go({ service: service.id })}>
      <span class="name">{service.name}</span>
      <span class="length">{lengthWords(service.duration_minutes)}</span>
      {whom !== undefined && <span class="whom">{whom}</span>}
      {service.description && <span class="about">{service.description}</span>}
    </button>
  );
}

function withWhom(service: Service, known: Providers): string {
  const names = service.provider_ids.slice(0, 3).map((id) => known.get(id)?.name);
  if (names.some((name) => !name)) return "\u00a0"; // keeps the line until the names have come
  const more = service.provider_ids.length - names.length;
  return `with ${names.join(", ")}${more ? ` and ${more} others` : ""}`;
}

/** A service of the URL, which may be a link from elsewhere. */
export function useService(id: number): { service?: Service | undefined; element?: preact.JSX.Element } {
  const { data, problem, again } = useRead(services, []);
  if (problem) return { element: <Trouble problem={problem} retry={again} /> };
  if (!data) return {};
  const service = data.find((each) => each.id === id);
  if (service?.active && service.provider_ids.length) return { service };
  return { element: <Gone /> };
}

function Gone() {
  return (
    <>
      <Heading>This is no longer offered</Heading>
      <p>
        <Go to={{}}>See what can be booked</Go>
      </p>
    </>
  );
}

/** A date and a time for a service. */
export function ChooseTime({ place }: { place: Place & { service: number } }) {
  const [areShown, setShown] = useState(false);
  const known = useProviders(areShown);
  const { service, element } = useService(place.service);
  if (element) return element;
  const provider = place.provider === "any" ? undefined : place.provider;
  const only = service?.provider_ids.length === 1 ? service.provider_ids[0] : undefined;
  const next = ({ slots: [slot] }: Start) => slot && open({ ...place, time: slot.id });
  return (
    <>
      <Heading lead={<Lead service={service} whom={known.get(provider ?? only ?? 0)?.name} />}>
        Choose a time
      </Heading>
      <HeldTime />
      {!service && <Bones count={2} kind="cards" />}
      <div hidden={!service}>
        {service && isChoice(service, provider) && <Whom place={place} service={service} known={known} />}
        <Times
          key={`${place.service} ${provider}`}
          wish={{ service: place.service, ...(provider ? { provider } : {}) }}
          minutes={service?.duration_minutes ?? 0}
          day={place.day}
          providers={known}
          chooseDay={(day) => replace({ ...place, day })}
          chooseTime={next}
          onShown={() => setShown(true)}
        />
      </div>
    </>
  );
}

/** Whether there is anything to choose: also if a link names somebody who does not provide the service. */
function isChoice(service: Service, provider: number | undefined): boolean {
  return (
    service.provider_ids.length > 1 || (provider !== undefined && !service.provider_ids.includes(provider))
  );
}

/** In a frame, the choice goes on at the page's own address: nobody can sign in in a frame. */
function open(place: Place): void {
  intend(place.time);
  if (framed) window.open(queryOf(place), "_blank", "noopener");
  else go(place);
}

function Lead({ service, whom }: { service: Service | undefined; whom: string | undefined }) {
  if (!service) return <>{"\u00a0"}</>;
  return (
    <>
      {`${service.name}, ${lengthWords(service.duration_minutes)}${whom ? `, with ${whom}` : ""}. `}
      <Go to={{}}>Choose something else</Go>
    </>
  );
}
