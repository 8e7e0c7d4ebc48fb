/** One service: change it, stop offering it, delete it. */

import { isOpen, type Problem, type Service } from "../../api/ask";
import { changeService, deleteService, service } from "../../api/services";
import { named } from "../../core/names";
import { Delete } from "../../ui/delete";
import { useEdit } from "../../ui/edit";
import { Form } from "../../ui/form";
import { Bones, Heading, Trouble } from "../../ui/pieces";
import { Refusal } from "../../ui/refusal";
import { useRead } from "../../ui/use";
import { sentence, sentenceOf } from "../../ui/words";
import type { Desk } from "../desk";
import { Go, queryOf } from "../place";
import { bodyOf, enteredOf, mistakes } from "./entered";
import { Facts } from "./facts";
import { Fields } from "./fields";
import { canChange } from "./rights";

interface EditServiceProps {
  desk: Desk;
  id: number;
  done: (words: string) => void;
}

export function EditService({ desk, id, done }: EditServiceProps) {
  const { data, tag, problem, again } = useRead(() => service(id), [id]);
  return (
    <>
      {problem && <Heading lead={desk.provider.name}>Service</Heading>}
      {problem?.status === 404 && <Trouble>There is no such service, or no longer.</Trouble>}
      {problem && problem.status !== 404 && (
        <Refusal problem={problem} back={queryOf(desk.place)} retry={again} />
      )}
      {!data && !problem && <Bones count={2} kind="cards" />}
      {data && !canChange(data, desk) && <LookedAt desk={desk} service={data} />}
      {data && canChange(data, desk) && <Changing desk={desk} service={data} version={tag} done={done} />}
      <p class="links">
        <Go to={{ ...desk.place, service: undefined }}>All services</Go>
      </p>
    </>
  );
}

function LookedAt({ desk, service: shown }: { desk: Desk; service: Service }) {
  return (
    <>
      <Heading lead={desk.provider.name}>{shown.name}</Heading>
      <p class="notice">Others provide this service as well, so only an administrator can change it.</p>
      <Facts service={shown} provider={desk.provider} />
    </>
  );
}

interface ChangingProps {
  desk: Desk;
  service: Service;
  version: string | undefined;
  done: (words: string) => void;
}

function Changing({ desk, service: found, version, done }: ChangingProps) {
  const { id, name } = found;
  const back = queryOf(desk.place);
  const form = useEdit({
    name: `${desk.me.sub}.service.${id}`,
    found,
    version,
    enteredOf,
    bodyOf,
    mistakes,
    put: (body, over) => changeService(id, body, over),
    read: () => service(id),
    done: (saved) => done(`Saved: ${named(saved.name)}.`),
    explain: (problem) => explained(problem, id),
  });
  return (
    <>
      <Heading lead={desk.provider.name}>{`Change ${named(name)}`}</Heading>
      <Form form={form} submit="Save" back={back}>
        <Fields form={form} desk={desk} />
      </Form>
      <div class="delete">
        <Delete
          button="Delete this service"
          words={`Delete ${named(name)}? Nobody can book it any more. What is booked stays.`}
          act={() => deleteService(id, version)}
          explain={deletionWords}
          done={() => done(`Deleted: ${named(name)}.`)}
          back={back}
        />
      </div>
    </>
  );
}

/** A service that one may not change gets the same refusal as one that is gone. */
async function explained(problem: Problem, id: number): Promise<string | undefined> {
  if (problem.status !== 404) return undefined;
  const { data } = await service(id);
  return data ? NOT_YOURS : "This service has been deleted in the meantime, so nothing is saved.";
}

const NOT_YOURS =
  "By now others provide this service as well, so only an administrator can change it. Nothing is saved.";

function deletionWords(problem: Problem): string {
  if (problem.status === 412)
    return "It has been changed in the meantime. Load this page again, and look at it first.";
  if (problem.status === 404)
    return "By now others provide this service as well, so only an administrator can delete it.";
  return isOpen(problem) ? sentenceOf(problem, "delete") : sentence(problem);
}
