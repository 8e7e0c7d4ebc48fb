/** Open or close a range of time. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isOpen, type Problem } from "../../api/ask";
import { addDays, wall } from "../../core/time";
import { focusFirstWrong } from "../../ui/field";
import { Trouble } from "../../ui/pieces";
import { refusedFields } from "../../ui/refused";
import { useAction } from "../../ui/use";
import { sentenceOf } from "../../ui/words";
import type { Desk } from "../desk";
import { closedWords, openedWords } from "./changed-words";
import { Edge } from "./edge";
import { closeTime, heldIn, openTime, type Range } from "./read";
import { SignInAgain } from "./sign-in-again";

const FURTHEST = 1830; // days

interface RangePanelProps {
  desk: Desk;
  range: Range;
  today: string;
  change: (range: Range) => void;
  /** Called once the API has responded; `words` say what it did. */
  done: (words: string) => void;
  /** Called if somebody else may have changed the week, or the request may have. */
  doubtful: () => void;
  close: () => void;
  /** Whether the range begins with open time, so that one rather closes it. */
  isOpenNow: boolean;
  children: preact.ComponentChildren;
}

export function RangePanel(props: RangePanelProps) {
  const { desk, range, today, change, close, isOpenNow, children } = props;
  const zone = desk.provider.time_zone;
  const form = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
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
        change={(from) => change({ from, to: following(range, from, zone) })}
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
        <button type="button" class={isOpenNow ? "" : "main"} disabled={isBusy} onClick={() => send("open")}>
          Open this time
        </button>
        <button type="button" class={isOpenNow ? "main" : ""} disabled={isBusy} onClick={() => send("close")}>
          Close this time
        </button>
        <button type="button" class="link" onClick={close}>
          Leave it as it is
        </button>
      </p>
      {children}
    </section>
  );
}

/** The end moves with the start to another day, so that a range within one day stays within one. */
function following({ from, to }: Range, start: number, zone: string): number {
  const moved = wall(start, zone).date !== wall(from, zone).date;
  return moved ? to + (start - from) : to;
}

type Wrong = Record<string, string>;

function useSending(props: RangePanelProps, form: { current: HTMLElement | null }) {
  const { desk, range, done, doubtful } = props;
  const { id, time_zone } = desk.provider;
  const [problem, setProblem] = useState<Problem>();
  const [wrong, setWrong] = useState<Wrong>({});
  const refuse = (refused: Problem) => {
    const fields = refusedFields(refused);
    const isOfField = "start_datetime" in fields || "end_datetime" in fields;
    setWrong(fields);
    setProblem(isOfField ? undefined : refused);
    if (isOfField) focusFirstWrong(form.current);
    if (isOpen(refused) || refused.status === 409 || refused.status === 412) doubtful();
  };
  const [send, isBusy] = useAction(async (what: "open" | "close") => {
    setProblem(undefined);
    setWrong({});
    if (range.to <= range.from) {
      setWrong({ end_datetime: "This must be after the start." });
      return focusFirstWrong(form.current);
    }
    if (what === "open") {
      const opened = await openTime(id, range);
      return opened.problem ? refuse(opened.problem) : done(openedWords(opened.data, time_zone));
    }
    const closed = await closeTime(id, range);
    if (closed.problem) return refuse(closed.problem);
    done(closedWords(closed.data, range, await heldIn(id, range), time_zone));
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
