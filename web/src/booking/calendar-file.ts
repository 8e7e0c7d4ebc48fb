/** A calendar file of one appointment (RFC 5545), made in the browser. */

import { meta } from "../core/meta";

export interface Visit {
  booking: number;
  version: number;
  what: string;
  start: number;
  end: number;
}

const stamp = (instant: number) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, "");
const escaped = (text: string) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Lines have at most 75 bytes; longer ones go on after a space. */
function folded(line: string): string {
  const lines: string[] = [];
  let rest = "";
  for (const character of line) {
    if (new TextEncoder().encode(rest + character).length > 74) {
      lines.push(rest);
      rest = "";
    }
    rest += character;
  }
  return [...lines, rest].join("\r\n ");
}

/** Without METHOD: it is no invitation, so a calendar only adds it. */
export function calendarFile(visit: Visit, at: number): string {
  return [
    "BEGIN:VCALENDAR",
    "PRODID:-//Holdfast//Holdfast//EN",
    "VERSION:2.0",
    "BEGIN:VEVENT",
    `UID:${visit.booking}@${meta("stack")}`, // as in the mails, so that a calendar has it once
    `SEQUENCE:${visit.version}`,
    `DTSTAMP:${stamp(at)}`,
    `DTSTART:${stamp(visit.start)}`,
    `DTEND:${stamp(visit.end)}`,
    `SUMMARY:${escaped(visit.what)}`,
    "STATUS:CONFIRMED",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");
}

export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
