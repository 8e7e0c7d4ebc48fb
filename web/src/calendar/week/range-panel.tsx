/** Open or close a range of time. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isOpen, type Problem } from "../../api/ask";
import type { Stored } from "../../api/hours";
import { addDays } from "../../core/time";
import { focusFirstWrong } from "../../ui/field";
import { Trouble } from "../../ui/pieces";
import { refusedFields } from "../../ui/refused";
import { reveal } from "../../ui/reveal";
import { useAction } from "../../ui/use";
import { sentenceOf } from "../../ui/words";
import type { Desk } from "../desk";
import { closedWords, openedWords } from "./changed-words";
import { Edge } from "./edge";
import { offersOf } from "./offers";
import { QUARTER } from "./quarters";
import { closeTime, heldIn, openTime, type Range } from "./read";
import { SignInAgain } from "./sign-in-again";
import type { ShownWeek } from "./use-week";

const FURTHEST = 1830; // days

interface RangePanelProps {
  desk: Desk;
  week: ShownWeek;
  hours: Stored | undefined;
  range: Range;
  today: string;
  change: (range: Range) => void;
  /** Called once the API has responded; `words` say what it did. */
  done: (words: string) => void;
  /** Called if somebody else may have changed the week, or the request may have. */
  doubtful: () => void;
  close: () => void;
  children: preact.ComponentChildren;
}

export function RangePanel(props: RangePanelProps) {
  const { desk, range, today, change, close, children } = props;
  const zone = desk.provider.time_zone;
  const form = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    reveal(form.current);
  }, []);
  const { problem, wrong, isBusy, send } = useSending(props, form);
  const last = addDays(today, FURTHEST);
  const edge = { zone, first: today, last };
  return (
    <section class="panel" aria-labelledby="panel" ref={form}>
      <h2 id="panel" tabIndex={-1} ref={heading}>
        Open or close time
      </h2>
      <Edge
        {...edge}
        which="from"
        at={range.from}
        wrong={wrong.start_datetime}
        change={(from) => change({ from, to: from + Math.max(range.to - range.from, QUARTER) })}
      />
      <Edge
        {...edge}
        which="to"
        at={range.to}
        wrong={wrong.end_datetime}
        change={(to) => change({ ...range, to })}
      />
      {problem && <Refused problem={problem} desk={desk} range={range} />}
      <p class="actions">
        <Buttons {...props} isBusy={isBusy} send={send} />
        <button type="button" class="link" onClick={close}>
          Hide
        </button>
      </p>
      {children}
    </section>
  );
}

type What = "open" | "close";

interface ButtonsProps extends RangePanelProps {
  isBusy: boolean;
  send: (what: What) => void;
}

function Buttons({ desk, week: { listed }, hours, range, today, isBusy, send }: ButtonsProps) {
  // A reading changes nothing of it, so that no button goes while it has the focus.
  const { canOpen, canClose, isOpenNow } = useMemo(
    () => offersOf(range, { listed, hours, today, zone: desk.provider.time_zone }),
    [range.from, range.to, listed === undefined, hours === undefined],
  );
  const button = (what: What, isMain: boolean, words: string) => (
    <button type="button" class={isMain ? "main" : ""} aria-disabled={isBusy} onClick={() => send(what)}>
      {words}
    </button>
  );
  return (
    <>
      {canOpen && button("open", !isOpenNow || !canClose, "Open this time")}
      {canClose && button("close", isOpenNow || !canOpen, "Close this time")}
    </>
  );
}

type Wrong = Record<string, string>;

function useSending(props: RangePanelProps, form: { current: HTMLElement | null }) {
  const { desk, range, done, doubtful } = props;
  const { id, time_zone } = desk.provider;
  const [problem, setProblem] = useState<Problem>();
  const [wrong, setWrong] = useState<Wrong>({});
  const lost = useRef(new Set<What>());
  const refuse = (refused: Problem, what: What) => {
    const fields = refusedFields(refused);
    const isOfField = "start_datetime" in fields || "end_datetime" in fields;
    setWrong(fields);
    setProblem(isOfField ? undefined : refused);
    if (isOfField) focusFirstWrong(form.current);
    if (isOpen(refused)) lost.current.add(what);
    if (isOpen(refused) || refused.status === 409 || refused.status === 412) doubtful();
  };
  /** What an earlier press has done is not known if its response was lost. */
  const sure = <T extends { isSure: boolean }>(data: T, what: What): T => ({
    ...data,
    isSure: data.isSure && !lost.current.has(what),
  });
  const [send, isBusy] = useAction(async (what: What) => {
    setProblem(undefined);
    setWrong({});
    if (range.to <= range.from) {
      setWrong({ end_datetime: "This must be after the start." });
      return focusFirstWrong(form.current);
    }
    if (what === "open") {
      const { data, problem } = await openTime(id, range);
      return problem ? refuse(problem, what) : done(openedWords(sure(data, what), time_zone));
    }
    const { data, problem } = await closeTime(id, range);
    if (problem) return refuse(problem, what);
    done(closedWords(sure(data, what), range, await heldIn(id, range), time_zone));
  });
  return { problem, wrong, isBusy, send };
}

function Refused({ problem, desk, range }: { problem: Problem; desk: Desk; range: Range }) {
  return (
    <>
      <Trouble>{sentenceOf(problem, "times")}</Trouble>
      {problem.status === 401 && <SignInAgain desk={desk} range={range} />}
    </>
  );
}
