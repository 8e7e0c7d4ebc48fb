/** A new service. */

import { createService } from "../../api/services";
import { named } from "../../core/names";
import { type Draft, Form, useForm } from "../../ui/form";
import { Heading } from "../../ui/pieces";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { bodyOf, type Entered, mistakes, newService } from "./entered";
import { Fields } from "./fields";

interface NewServiceProps {
  desk: Desk;
  done: (words: string) => void;
}

/** The key makes all tries of this form create one service. */
type Key = { key: string };

export function NewService({ desk, done }: NewServiceProps) {
  const form = useForm<Entered, Key>({
    name: `${desk.me.sub}.service.${desk.provider.id}`,
    fresh: () => ({ entered: newService(desk.provider.id), more: { key: crypto.randomUUID() } }),
    mistakes,
    send: async ({ entered, more }: Draft<Entered, Key>) => {
      const { data, problem } = await createService(bodyOf(entered), more.key);
      if (data) return void done(`Created: ${named(data.name)}.`);
      return { problem, words: problem.code === "key_reused" ? CREATED_BEFORE : undefined };
    },
  });
  const list = { ...desk.place, service: undefined };
  return (
    <>
      <Heading lead={desk.provider.name}>New service</Heading>
      <Form form={form} submit="Create the service" back={queryOf(desk.place)}>
        <Fields form={form} desk={desk} />
      </Form>
      <p class="links">
        <Go to={list}>All services</Go>
      </p>
    </>
  );
}

const CREATED_BEFORE =
  "Your first try has created it after all, with what you had entered then. Find it under “All services”, and change it there.";
