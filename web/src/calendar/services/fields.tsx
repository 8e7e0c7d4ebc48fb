/** The fields of a service. */

import { cityOf, lengthWords } from "../../core/time";
import { Check } from "../../ui/check";
import { Field } from "../../ui/field";
import type { Filled } from "../../ui/form";
import { SpanField, spanWords } from "../../ui/span";
import { TextField } from "../../ui/text-field";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { type Entered, LONGEST, usual } from "./entered";
import { ProvidedBy } from "./provided-by";
import { Reminders } from "./reminders";

interface FieldsProps {
  form: Filled<Entered>;
  desk: Desk;
}

export function Fields({ form, desk }: FieldsProps) {
  const { entered, enter, wrong } = form;
  const notice = desk.provider.min_notice_minutes;
  return (
    <>
      <Words form={form} />
      <Lengths form={form} />
      <Every form={form} desk={desk} />
      <SpanField
        id="min_notice_minutes"
        label="Minimum notice"
        hint={`Clients must book at least this long ahead. Empty: as in the settings (${notice ? spanWords(notice) : "none"}).`}
        wrong={wrong.min_notice_minutes}
        value={entered.min_notice_minutes}
        set={(span) => enter({ min_notice_minutes: span })}
      />
      <Reminders
        chosen={entered.reminder_minutes}
        wrong={wrong.reminder_minutes}
        set={(reminders) => enter({ reminder_minutes: reminders })}
      />
      {desk.isAdmin && (
        <ProvidedBy
          chosen={entered.provider_ids}
          wrong={wrong.provider_ids}
          set={(providers) => enter({ provider_ids: providers })}
          back={queryOf(desk.place)}
        />
      )}
      <Check checked={entered.active} set={(active) => enter({ active })}>
        Clients can book it
      </Check>
    </>
  );
}

function Words({ form: { entered, enter, wrong } }: { form: Filled<Entered> }) {
  return (
    <>
      <TextField
        id="name"
        label="Name"
        required
        maxLength={100}
        wrong={wrong.name}
        value={entered.name}
        set={(name) => enter({ name })}
      />
      <Field
        id="description"
        label="Description"
        hint="Clients see it when they book."
        wrong={wrong.description}
      >
        {(described) => (
          <textarea
            {...described}
            maxLength={1000}
            value={entered.description}
            onInput={({ currentTarget }) => enter({ description: currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

const LENGTHS = [
  [
    "duration_minutes",
    "Length",
    "Time is booked in quarter-hours: a visit of 20 minutes takes 30.",
    15,
    LONGEST,
  ],
  ["buffer_before_minutes", "Free time before", "Nobody else is booked in it.", 0, 120],
  ["buffer_after_minutes", "Free time after", "Nobody else is booked in it.", 0, 120],
] as const;

function Lengths({ form: { entered, enter, wrong } }: { form: Filled<Entered> }) {
  return LENGTHS.map(([name, label, hint, least, most]) => (
    <Field key={name} id={name} label={label} hint={hint} wrong={wrong[name]}>
      {(described) => (
        <select
          {...described}
          value={entered[name]}
          onChange={({ currentTarget }) => enter({ [name]: Number(currentTarget.value) })}
        >
          {quarters(least, most).map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes ? lengthWords(minutes) : "none"}
            </option>
          ))}
        </select>
      )}
    </Field>
  ));
}

function quarters(least: number, most: number): number[] {
  return Array.from({ length: (most - least) / 15 + 1 }, (_, index) => least + index * 15);
}

function Every({ form: { entered, enter, wrong }, desk }: FieldsProps) {
  const normal = usual(entered.duration_minutes);
  const others = ([15, 30, 60] as const).filter((minutes) => minutes !== normal);
  const chosen = entered.start_every_minutes;
  return (
    <Field
      id="start_every_minutes"
      label="A visit can start"
      hint={`By the clock in ${cityOf(desk.provider.time_zone)}, counted from the full hour.`}
      wrong={wrong.start_every_minutes}
    >
      {(described) => (
        <select
          {...described}
          value={chosen === null || chosen === normal ? "" : String(chosen)}
          onChange={({ currentTarget: { value } }) =>
            enter({ start_every_minutes: others.find((minutes) => String(minutes) === value) ?? null })
          }
        >
          <option value="">{`every ${lengthWords(normal)} (usual for this length)`}</option>
          {others.map((minutes) => (
            <option key={minutes} value={minutes}>
              {`every ${lengthWords(minutes)}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
