/** The fields of a provider. */

import { cityOf } from "../../core/time";
import { Field } from "../../ui/field";
import type { Filled } from "../../ui/form";
import { SpanField } from "../../ui/span";
import { TextField } from "../../ui/text-field";
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
      <TextField
        id="name"
        label="Name"
        hint="Clients see it."
        required
        maxLength={100}
        wrong={wrong.name}
        value={entered.name}
        set={(name) => enter({ name })}
      />
      <Zone
        hint={zoneHint}
        wrong={wrong.time_zone}
        value={entered.time_zone}
        set={(zone) => enter({ time_zone: zone })}
      />
      <SpanField
        id="min_notice_minutes"
        label="Minimum notice"
        hint="Clients must book at least this long ahead. A service may say something else."
        wrong={wrong.min_notice_minutes}
        value={entered.min_notice_minutes}
        set={(span) => enter({ min_notice_minutes: span })}
      />
      <SpanField
        id="cancel_notice_minutes"
        label="Latest change by clients"
        hint="Until this long before the start, clients can move or cancel."
        wrong={wrong.cancel_notice_minutes}
        value={entered.cancel_notice_minutes}
        set={(span) => enter({ cancel_notice_minutes: span })}
      />
      <TextField
        id="email"
        label="E-mail"
        hint="For mail about bookings. Clients do not see it. It may be empty."
        type="email"
        maxLength={254}
        wrong={wrong.email}
        value={entered.email}
        set={(email) => enter({ email })}
      />
    </>
  );
}

interface ZoneProps {
  hint: string | undefined;
  wrong: string | undefined;
  value: string;
  set: (zone: string) => void;
}

function Zone({ hint, wrong, value, set }: ZoneProps) {
  return (
    <Field id="time_zone" label="Time zone" hint={hint} wrong={wrong}>
      {(described) => (
        <select {...described} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {zones(value).map(([zone, words]) => (
            <option key={zone} value={zone}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
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
