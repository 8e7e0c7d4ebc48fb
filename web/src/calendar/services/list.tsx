/** The list of services. */

import { useState } from "preact/hooks";
import type { Service } from "../../api/ask";
import { servicesOf } from "../../api/known";
import { named } from "../../core/names";
import { lengthWords } from "../../core/time";
import { namedLike } from "../../ui/filter";
import { Bones, Changed, Heading } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { canChange } from "./rights";

export function ServiceList({ desk, said }: { desk: Desk; said: string }) {
  const { provider, place } = desk;
  const { data, problem, again } = useRead(() => servicesOf(provider.id), [provider.id]);
  return (
    <>
      <Heading lead={provider.name}>Services</Heading>
      {said && <Changed key={said}>{said}</Changed>}
      <p class="actions">
        <Go to={{ ...place, service: 0 }} class="button">
          New service
        </Go>
      </p>
      {problem && <Refusal problem={problem} back={queryOf(place)} retry={again} />}
      {!data && !problem && <Bones count={3} kind="cards" />}
      {data && !data.length && <First desk={desk} />}
      <Cards desk={desk} services={data ?? []} />
      {desk.isAdmin && <Others desk={desk} />}
    </>
  );
}

/** What to do at the beginning. */
function First({ desk: { place } }: { desk: Desk }) {
  return (
    <div class="notice">
      <p>Nothing is offered yet. Clients can book here after two steps:</p>
      <ol>
        <li>
          <Go to={{ ...place, service: 0 }}>Add a first service</Go>: what it is, and how long it takes.
        </li>
        <li>
          <Go to={{ ...place, view: "hours" }}>Set the working hours</Go>: when there is time for it.
        </li>
      </ol>
    </div>
  );
}

function Cards({ desk, services }: { desk: Desk; services: Service[] }) {
  return (
    <ul class="services">
      {namedLike(services, "").map((service) => (
        <li key={service.id} class="appointment">
          <Card desk={desk} service={service} />
        </li>
      ))}
    </ul>
  );
}

function Card({ desk, service }: { desk: Desk; service: Service }) {
  const { id, name, active } = service;
  return (
    <>
      <h2>{name}</h2>
      {!active && <p class="state">Not offered</p>}
      <p>{timesOf(service)}</p>
      <p class="links">
        <Go to={{ ...desk.place, service: id }}>
          {canChange(service, desk) ? "Change" : "Look at"} <span class="unseen">{named(name)}</span>
        </Go>
        {active && (
          <a href={`/?service=${id}`}>
            Booking page <span class="unseen">of {named(name)}</span>
          </a>
        )}
      </p>
    </>
  );
}

/** Such as "45 minutes, and 15 minutes free after it". */
function timesOf({ duration_minutes, buffer_before_minutes, buffer_after_minutes }: Service): string {
  const before = buffer_before_minutes ? `${lengthWords(buffer_before_minutes)} free before it` : "";
  const after = buffer_after_minutes ? `${lengthWords(buffer_after_minutes)} free after it` : "";
  return [lengthWords(duration_minutes), before, after].filter(Boolean).join(", ");
}

/** A service may have no provider, or only others. Administrators find it here. */
function Others({ desk }: { desk: Desk }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Services that others provide, or nobody
      </button>
      {isOpen && <OthersRead desk={desk} />}
    </section>
  );
}

function OthersRead({ desk }: { desk: Desk }) {
  const { data, problem, again } = useRead(() => servicesOf(), []);
  const others = data?.filter((service) => !service.provider_ids.includes(desk.provider.id));
  return (
    <>
      {problem && <Refusal problem={problem} back={queryOf(desk.place)} retry={again} />}
      {others && !others.length && <p>There are none.</p>}
      <Cards desk={desk} services={others ?? []} />
    </>
  );
}
