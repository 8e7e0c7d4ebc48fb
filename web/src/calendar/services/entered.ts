/** A service as it is entered, and as the API takes it. */

import type { Service } from "../../api/ask";
import type { ServiceBody } from "../../api/services";
import type { Wrong } from "../../ui/form";
import { minutesIn, type Span, spanMistake, spanOf } from "../../ui/span";

export interface Entered {
  name: string;
  description: string;
  duration_minutes: number;
  buffer_before_minutes: number;
  buffer_after_minutes: number;
  /** Null: what is usual for the duration. */
  start_every_minutes: 15 | 30 | 60 | null;
  min_notice_minutes: Span;
  reminder_minutes: number[];
  provider_ids: number[];
  active: boolean;
}

export const LONGEST = 480;

export function newService(provider: number): Entered {
  return {
    name: "",
    description: "",
    duration_minutes: 30,
    buffer_before_minutes: 0,
    buffer_after_minutes: 0,
    start_every_minutes: null,
    min_notice_minutes: spanOf(null),
    reminder_minutes: [1440],
    provider_ids: [provider],
    active: true,
  };
}

export function enteredOf(service: Service): Entered {
  const { id: _, start_every_minutes: every, min_notice_minutes: notice, ...rest } = service;
  return {
    ...rest,
    start_every_minutes: every === usual(rest.duration_minutes) ? null : (every as 15 | 30 | 60),
    min_notice_minutes: spanOf(notice),
  };
}

export function bodyOf(entered: Entered): ServiceBody {
  const every = entered.start_every_minutes;
  return {
    name: entered.name.trim(),
    description: entered.description.trim(),
    duration_minutes: entered.duration_minutes,
    buffer_before_minutes: entered.buffer_before_minutes,
    buffer_after_minutes: entered.buffer_after_minutes,
    start_every_minutes: every === usual(entered.duration_minutes) ? null : every,
    min_notice_minutes: minutesIn(entered.min_notice_minutes),
    reminder_minutes: [...entered.reminder_minutes].sort((one, other) => other - one),
    provider_ids: [...entered.provider_ids].sort((one, other) => one - other),
    active: entered.active,
  };
}

/** How many minutes lie between two possible starts, unless the service says something else. */
export function usual(duration: number): 15 | 30 {
  return duration % 30 ? 15 : 30;
}

export function mistakes(entered: Entered): Wrong {
  const whole = entered.buffer_before_minutes + entered.duration_minutes + entered.buffer_after_minutes;
  const notice = spanMistake(entered.min_notice_minutes);
  return {
    ...(entered.name.trim() ? {} : { name: "Please enter a name." }),
    ...(whole > LONGEST
      ? { duration_minutes: "With the time before and after, this is at most 8 hours." }
      : {}),
    ...(notice ? { min_notice_minutes: notice } : {}),
    ...(entered.reminder_minutes.length > 5 ? { reminder_minutes: "Please choose five at most." } : {}),
  };
}
