/** The fields of a provider. */

import { cityOf } from "../../core/time";
import { Field } from "../../ui/field";
import type { Filled } from "../../ui/form";
import { SpanField } from "../../ui/span";
import type { Entered } from "./entered";

interface FieldsProps<T> {
  form: Filled<T>;
  /** What a change of the zone does, if there is something that it changes. */
  zoneHint?: string;
}

export function Fields<T extends Entered>({ form, zoneHint }: FieldsProps<T>) {
  const { entered, wrong } = form;
  const enter = (values: Partial<Entered>) => form.enter(values as Partial<T>);
  return (
    <>
      <Field id="name" label="Name" hint="Clients see it." wrong={wrong.name}>
        {(described) => (
          <input
            {...described}
            required
            maxLength={100}
            autocomplete="off"
            value={entered.name}
            onInput={({ currentTarget }) => enter({ name: currentTarget.value })}
          />
        )}
      </Field>
      <Field id="time_zone" label="Time zone" hint={zoneHint} wrong={wrong.time_zone}>
        {(described) => (
          <select
            {...described}
            value={entered.time_zone}
            onChange={({ currentTarget }) => enter({ time_zone: currentTarget.value })}
          >
            {zones(entered.time_zone).map(([zone, words]) => (
              <option key={zone} value={zone}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <SpanField
        id="min_notice_minutes"
        label="Minimum notice"
        hint="How long before its start a visit can last be booked. A service may say something else."
        wrong={wrong.min_notice_minutes}
        value={entered.min_notice_minutes}
        set={(span) => enter({ min_notice_minutes: span })}
      />
      <SpanField
        id="cancel_notice_minutes"
        label="Cut-off"
        hint="How long before its start a client can last move or cancel an appointment."
        wrong={wrong.cancel_notice_minutes}
        value={entered.cancel_notice_minutes}
        set={(span) => enter({ cancel_notice_minutes: span })}
      />
      <Field
        id="email"
        label="E-mail"
        hint="For mail about bookings. Clients do not see it. It may be empty."
        wrong={wrong.email}
      >
        {(described) => (
          <input
            {...described}
            type="email"
            maxLength={254}
            autocomplete="off"
            value={entered.email}
            onInput={({ currentTarget }) => enter({ email: currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

/** All zones, the city first, so that typing its name finds it. */
function zones(current: string): [zone: string, words: string][] {
  const known = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current]);
  const named = [...known].map((zone): [string, string] => [zone, wordsOf(zone)]);
  return named.sort(([, one], [, other]) => (one < other ? -1 : 1));
}

function wordsOf(zone: string): string {
  return zone.includes("/") ? `${cityOf(zone)} (${zone})` : zone;
}
