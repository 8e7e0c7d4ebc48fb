/** What can be done with a booking, and what each of it asks. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { useAction } from "../../ui/use";
import type { Desk } from "../desk";
import { queryOf } from "../place";
import { confirmed } from "./deeds";
import { hasDraft } from "./draft";
import { End } from "./end";
import { Move } from "./move";
import { Past } from "./past";
import type { Refusal } from "./refusals";
import { Refused } from "./refused";
import type { Visit } from "./visit";

interface ActionsProps {
  desk: Desk;
  visit: Visit;
  /** It has begun, or the hold has lapsed. */
  isOver: boolean;
  /** What the buttons act on, where there are several of each. */
  of?: string;
  changed: (words: string) => void;
  /** More buttons. */
  children?: ComponentChildren;
}

type Part = "move" | "end" | "history";

export function Actions(props: ActionsProps) {
  const { desk, visit, isOver, of, changed, children } = props;
  const { slot } = visit;
  const isHeld = slot.status === "held";
  const [open, setOpen] = useState<Part | undefined>(() => (hasDraft(slot) ? "move" : undefined));
  const opener = useRef<HTMLButtonElement | null>(null);
  const close = () => {
    setOpen(undefined);
    opener.current?.focus();
  };
  const part = (name: Part, words: string) => (
    <button
      type="button"
      aria-expanded={open === name}
      onClick={({ currentTarget }) => {
        opener.current = currentTarget;
        setOpen(open === name ? undefined : name);
      }}
    >
      {words}
      <Of what={of} />
    </button>
  );
  const back = queryOf(desk.place);
  // Escape closes only what is open here, not what is around it.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the controls inside get the key first
    <div onKeyDown={onEscape}>
      {isHeld && !isOver && mayConfirm(props) && (
        <Confirm visit={visit} of={of} back={back} changed={changed} />
      )}
      <p class="actions">
        {!isHeld && !isOver && part("move", "Move")}
        {!isOver && part("end", isHeld ? "Release this hold" : "Cancel")}
        {!isHeld && part("history", "History")}
        {children}
      </p>
      {open === "move" && <Move desk={desk} visit={visit} changed={changed} leave={close} />}
      {open === "end" && <End visit={visit} back={back} changed={changed} keep={close} />}
      {open === "history" && <Past visit={visit} back={back} />}
    </div>
  );
}

/** What a button acts on, for somebody who does not see where it stands. */
export function Of({ what }: { what: string | undefined }) {
  return what ? <span class="unseen">{` ${what}`}</span> : null;
}

/** Only the client's owner and administrators may confirm a hold. */
function mayConfirm({ desk: { me, isAdmin }, visit: { slot } }: ActionsProps): boolean {
  return isAdmin || (slot.client_id !== undefined && me.client_ids.includes(slot.client_id));
}

interface ConfirmProps {
  visit: Visit;
  of: string | undefined;
  back: string;
  changed: (words: string) => void;
}

function Confirm({ visit, of, back, changed }: ConfirmProps) {
  const [refusal, setRefusal] = useState<Refusal>();
  const [act, isBusy] = useAction(async () => {
    setRefusal(undefined);
    const { done, refusal } = await confirmed(visit);
    if (done) changed(done);
    else setRefusal(refusal);
  });
  return (
    <>
      {refusal && <Refused refusal={refusal} back={back} changed={changed} />}
      <button type="button" class="main" aria-disabled={isBusy} onClick={act}>
        {isBusy ? "Confirming" : "Confirm"}
        <Of what={of} />
      </button>
    </>
  );
}
