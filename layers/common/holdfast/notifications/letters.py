"""What a mail says, as text and as HTML."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from holdfast.core import clock
from holdfast.core.settings import mail_settings
from holdfast.notifications import dates, names
from holdfast.notifications.facts import Facts
from holdfast.notifications.received import RESCHEDULED
from holdfast.notifications.sentences import SENTENCES, Reader, Sentences

_TOO_LATE = "It is too late to move or cancel it online. If you cannot come, please tell {whom}."


class Letter(NamedTuple):
    """The first URL of `text` is the link, if there is one."""

    subject: str
    text: str
    html: str


def write(facts: Facts, reader: Reader) -> Letter:
    sentences = SENTENCES[facts.event.type, reader]
    words = _words(facts, reader)
    link = _link(facts, sentences)
    return render(
        subject=sentences.subject.format(**words),
        name=names.of(facts.person(reader)),
        lead=sentences.lead.format(**words),
        rows=list(_rows(facts, reader, words)),
        change=_change(facts, sentences, words, link),
        link=link,
        button=sentences.button,
        closing=sentences.closing,
    )


def render(
    *,
    subject: str,
    lead: str,
    rows: list[tuple[str, str]],
    closing: str,
    name: str | None = None,
    change: str | None = None,
    link: str | None = None,
    button: str = "",
) -> Letter:
    """Return the letter that the templates make of these parts. `rows` are pairs of a label and a value."""
    shown = locals()
    text, html = (_templates().get_template(f"letter.{kind}").render(shown) for kind in ("txt", "html"))
    return Letter(subject, text, html)


def _words(facts: Facts, reader: Reader) -> dict[str, str]:
    visit = facts.visit(reader)
    whom = names.of(facts.provider if reader == "client" else facts.client)
    return {
        "what": names.of(facts.service) or "Appointment",
        "whom": whom or "",
        "with_whom": f" with {whom}" if whom else "",
        "start": dates.short(visit.start, visit.zone),
        "when": dates.span(*visit),
        "deadline": dates.long(facts.expires_at or 0, visit.zone),
        "latest": dates.long(facts.latest_change, visit.zone),
    }


def _rows(facts: Facts, reader: Reader, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "What", words["what"]
    if words["whom"]:
        yield "With", words["whom"]
    yield "When", words["when"]
    if facts.event.type == RESCHEDULED and reader != "former":
        before = facts.visit("former")._replace(zone=facts.visit(reader).zone)
        yield "Before", dates.span(*before)


def _link(facts: Facts, sentences: Sentences) -> str | None:
    if not (sentences.change and facts.link and mail_settings().public_url) or _is_too_late(facts):
        return None
    return f"{mail_settings().public_url}/links/{facts.link.token}"


def _change(facts: Facts, sentences: Sentences, words: dict[str, str], link: str | None) -> str | None:
    if not sentences.change:
        return None
    if _is_too_late(facts):
        return _TOO_LATE.format(whom=words["whom"] or "us")
    return f"{sentences.change.format(**words)} {'here:' if link else 'where you booked it.'}"


def _is_too_late(facts: Facts) -> bool:
    """Return True if a confirmed booking can no longer be changed. A hold can be, as long as it is live."""
    return facts.expires_at is None and facts.latest_change < clock.now()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
