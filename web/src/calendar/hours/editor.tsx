/** Edit working hours: the form, what is said of it, the preview, and the deletion. */

import type { Stored } from "../../api/hours";
import type { Desk } from "../desk";
import { refusedAt } from "./checks";
import { useDraft, useWarning } from "./draft";
import { isSame } from "./entered";
import { useFlow } from "./flow";
import { Form } from "./form";
import { focusOn } from "./pieces";
import { Preview } from "./preview";
import { Refused, Told, Unknown } from "./results";
import { Stop } from "./stop";

export function Editor({ desk, first }: { desk: Desk; first: Stored }) {
  const { id } = desk.provider;
  const draft = useDraft(desk.me.sub, id, first);
  const flow = useFlow(id, first, draft);
  const { look, news } = flow;
  const isSeen = look !== undefined && isSame(look.body, draft.body);
  const problem = news?.kind === "refused" || news?.kind === "open" ? news.problem : undefined;
  useWarning(draft.isChanged && problem?.status !== 401);
  const discard = () => {
    flow.discard();
    focusOn("look");
  };
  return (
    <>
      <Told desk={desk} news={news} draft={draft} keep={flow.keep} take={flow.take} />
      {!draft.stored.rules && (
        <p>There are no working hours yet. Once you have saved some, days open by themselves.</p>
      )}
      <Form
        desk={desk}
        draft={draft}
        refused={refusedAt(problem)}
        isBusy={flow.isBusy}
        isSeen={isSeen}
        preview={flow.preview}
        discard={discard}
      />
      {news?.kind === "refused" && <Refused desk={desk} problem={news.problem} />}
      {news?.kind === "open" && (
        <Unknown desk={desk} result={news} isBusy={flow.isBusy} again={() => look && flow.send(look.body)} />
      )}
      {look && isSeen && (
        <Preview
          desk={desk}
          stored={draft.stored}
          {...look}
          isBusy={flow.isBusy}
          save={() => flow.send(look.body)}
        />
      )}
      {look && !isSeen && (
        <p role="status">Your entries have changed since the preview. Preview them again.</p>
      )}
      {draft.stored.rules && (
        <div class="stop">
          <Stop provider={id} tag={draft.stored.tag} isChanged={draft.isChanged} ended={flow.stopped} />
        </div>
      )}
    </>
  );
}
