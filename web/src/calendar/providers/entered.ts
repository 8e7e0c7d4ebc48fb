/** A provider as it is entered, and as the API takes it. */

import type { OwnProvider, ProviderChange } from "../../api/providers";
import { HERE } from "../../core/time";
import type { Wrong } from "../../ui/form";
import { minutesIn, type Span, spanMistake, spanOf } from "../../ui/span";

export interface Entered {
  name: string;
  time_zone: string;
  min_notice_minutes: Span;
  cancel_notice_minutes: Span;
  email: string;
}

export const NOBODY: Entered = {
  name: "",
  time_zone: HERE,
  min_notice_minutes: spanOf(0),
  cancel_notice_minutes: spanOf(0),
  email: "",
};

export function enteredOf(provider: OwnProvider): Entered {
  return {
    name: provider.name,
    time_zone: provider.time_zone,
    min_notice_minutes: spanOf(provider.min_notice_minutes),
    cancel_notice_minutes: spanOf(provider.cancel_notice_minutes),
    email: provider.email ?? "",
  };
}

export function bodyOf(entered: Entered) {
  return {
    name: entered.name.trim(),
    time_zone: entered.time_zone,
    min_notice_minutes: minutesIn(entered.min_notice_minutes) ?? 0,
    cancel_notice_minutes: minutesIn(entered.cancel_notice_minutes) ?? 0,
    email: entered.email.trim() || null,
  } satisfies ProviderChange;
}

export function mistakes(entered: Entered): Wrong {
  const found = {
    name: entered.name.trim() ? undefined : "Please enter a name.",
    min_notice_minutes: spanMistake(entered.min_notice_minutes),
    cancel_notice_minutes: spanMistake(entered.cancel_notice_minutes),
    email: /^([^@\s]+@[^@\s]+)?$/.test(entered.email.trim())
      ? undefined
      : "Please enter an address such as dana@example.com.",
  };
  return Object.fromEntries(
    Object.entries(found).filter((each): each is [string, string] => Boolean(each[1])),
  );
}
