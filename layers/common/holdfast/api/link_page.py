"""The web page of a link: plain HTML with forms, and no script. The forms post to paths beside the page.

It looks like the booking page, which is built with the same page.css. The page contains its style, so that
nothing else needs to be loaded, and its policy allows exactly this style.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from holdfast.api.words import WORDS
from holdfast.core.errors import AppointmentTaken, Invalid, NotFound, Problem
from holdfast.queries.linked import Linked
from holdfast.queries.shown import ShownSlot

_STYLE = (
    Path(__file__).with_name("page.css").read_text("utf-8")
    + """
dt { color: var(--quiet); }
dd { margin: 0 0 0.5rem; font-weight: 600; }
label { display: block; padding: 0.5rem 0; }
form { margin: 1rem 0; }
"""
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_DOCUMENT = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="icon" href="data:,">
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
$content
</main>
</body>
</html>
""")
_BUTTONS = {
    "confirm": "Confirm this appointment",
    "reschedule": "Move to the chosen time",
    "cancel": "Cancel this appointment",
}


def of_booking(token: str, linked: Linked, starts: Sequence[ShownSlot]) -> str:
    """Return the page of the booking, with a form for each action. `starts` are those to move it to."""
    title = "Please confirm your appointment" if "confirm" in linked.actions else "Your appointment"
    forms = (
        _choice(token, starts) if action == "reschedule" else _form(token, action, _BUTTONS[action])
        for action in linked.actions
    )
    return _page(title, [_facts(linked), _notes(linked), *forms])


def cancelled(shown: ShownSlot) -> str:
    """Return the page after a cancellation, which has ended the link."""
    when = _when(shown.slot.start, shown.zone)
    return _page("Your appointment is cancelled", [f"<p>It was on {when}.</p>", _paragraph(_ENDED)])


def refused(problem: Problem, back: str) -> str:
    """Return the page that says why a request had no effect; `back` leads to the page of the booking."""
    link = f'<p><a href="{escape(back)}">Back to your appointment</a></p>'
    return _page("That did not work", [_paragraph(_said(problem)), link])


def dead() -> str:
    """Return the page of every link that opens nothing, for whatever reason."""
    return _page("This link does not work", [_paragraph(_DEAD)])


_ENDED = "You can close this page. The link that led here no longer works."
_DEAD = (
    "The appointment has been cancelled, or it was not confirmed in time, or the link is incomplete. Open "
    "the link in your most recent e-mail, or make a new appointment."
)


def _page(title: str, parts: Iterable[str]) -> str:
    content = "\n".join(filter(None, parts))
    return _DOCUMENT.substitute(title=escape(title), style=_STYLE, content=content)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _facts(linked: Linked) -> str:
    shown = linked.shown
    facts = {
        "What": linked.service.name if linked.service else "",
        "With": linked.provider.name if linked.provider else "",
        "When": f"{_when(shown.slot.start, shown.zone)} to {_clock(shown.end, shown.zone)}",
        "Time zone": shown.zone.key,
        "For": shown.client_name or "",
    }
    rows = (f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in facts.items() if said)
    return f"<dl>{''.join(rows)}</dl>"


def _notes(linked: Linked) -> str:
    shown = linked.shown
    if shown.expires_at is not None:
        return _paragraph(f"It is yours only if you confirm it before {_when(shown.expires_at, shown.zone)}.")
    if not linked.actions:
        return _paragraph("It is confirmed. You can no longer move or cancel it here.")
    if linked.latest is None:
        return _paragraph("It is confirmed.")
    return _paragraph(f"It is confirmed. You can move or cancel it until {_when(linked.latest, shown.zone)}.")


def _choice(token: str, starts: Sequence[ShownSlot]) -> str:
    if not starts:
        return _paragraph("No other times were found.")
    choices = "\n".join(
        f'<label><input type="radio" name="to" value="{start.slot.id}" required> '
        f"{escape(_when(start.slot.start, start.zone))}</label>"
        for start in starts
    )
    chosen = f"<fieldset>\n<legend>Move it to another time</legend>\n{choices}\n</fieldset>\n"
    later = f'<p><a href="?after={starts[-1].slot.id}">Show later times</a></p>'
    return _form(token, "reschedule", _BUTTONS["reschedule"], chosen) + later


def _form(token: str, action: str, button: str, fields: str = "") -> str:
    path = f"{escape(token)}/{action}"
    look = ' class="quiet"' if action == "cancel" else ""
    return f'<form method="post" action="{path}">\n{fields}<button{look}>{button}</button>\n</form>'


def _when(instant: int, zone: ZoneInfo) -> str:
    """Return such as `Wednesday, 2 December 2026, 10:00 (UTC+01:00)`, whatever the locale."""
    at = datetime.fromtimestamp(instant, zone)
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}, {_clock(instant, zone)}"


def _clock(instant: int, zone: ZoneInfo) -> str:
    at = datetime.fromtimestamp(instant, zone).isoformat(timespec="minutes")
    return f"{at[11:16]} (UTC{at[16:]})"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _said(problem: Problem) -> str:
    match problem:
        case Invalid():
            return "Please choose one of the times."
        case AppointmentTaken() | NotFound():
            return "This time is no longer free. Please choose another one."
    return WORDS[type(problem)].detail
