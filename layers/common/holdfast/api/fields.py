"""Types of request fields and headers, with their limits. The OpenAPI document shows these limits."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Header, Path
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from holdfast.core import local_time
from holdfast.core.errors import NotFound, Stale
from holdfast.core.ids import MAX_ID
from holdfast.core.slots import Slot

_ETAG = re.compile(r'"([0-9]{1,15})"')
_CONTROL = {"Cc", "Cs"}  # control characters and lone surrogates
_CONTROLS = r"\x00-\x1f\x7f-\x9f"
_NUMBER = re.compile(r"[0-9]{1,16}")
_YEAR_IN_MINUTES = 366 * 24 * 60
_MONTH_IN_MINUTES = 30 * 24 * 60


def _plain(text: str) -> str:
    if not text.strip() or any(unicodedata.category(character) in _CONTROL for character in text):
        raise ValueError("This must be text without control characters, and not blank.")
    return text


def zone_name(text: str) -> str:
    """Return the name of a time zone; raise ValueError if there is no such time zone."""
    try:
        local_time.zone(text)
    except ValueError:
        raise ValueError("This is not a time zone of the IANA database, such as Europe/Berlin.") from None
    return text


def _date(text: str) -> str:
    try:
        is_date = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_date = False
    if not is_date:
        raise ValueError("This must be a date, such as 2026-12-24.")
    return text


def _digits(text: Any) -> Any:
    if isinstance(text, str) and not _NUMBER.fullmatch(text):
        raise ValueError("This must be a whole number in digits.")
    return text


def _flag(text: Any) -> Any:
    if text not in ("true", "false"):
        raise ValueError("This must be true or false.")
    return text


def _whole(number: Any) -> Any:
    """Accept 60.0 as 60: JSON has only one number type, and some clients write whole numbers that way."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _described(**keywords: str) -> Any:
    """Describe a rule in the OpenAPI document. Other code enforces the rule."""
    return Field(json_schema_extra=dict(keywords))


def _matching(pattern: str, otherwise: str) -> tuple[Any, ...]:
    """Return two annotations of a field: a check of the pattern, and the pattern for the OpenAPI document.

    `otherwise` is what a refusal says.
    """

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(otherwise)
        return text

    return AfterValidator(check), _described(pattern=pattern)


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    AfterValidator(_plain),
    _described(pattern=rf"^[^{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$"),
]
Description = Annotated[
    str,
    StringConstraints(max_length=1000),
    *_matching(
        r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$",
        "This must be text without control characters, except for line breaks.",
    ),
]
Email = Annotated[
    str,
    StringConstraints(max_length=254),
    *_matching(
        rf"^[^@\s{_CONTROLS}]+@[^@\s{_CONTROLS}]+$",
        "This must be an e-mail address, such as ana@example.com.",
    ),
]
Phone = Annotated[
    str,
    StringConstraints(max_length=32),
    *_matching(r"^\+?[0-9 ()./-]{3,}$", "This must be a phone number, such as +49 30 1234567."),
]
ZoneName = Annotated[
    str, StringConstraints(max_length=64), AfterValidator(zone_name), _described(format="iana-time-zone")
]
# If the `sub` of a provider's owner is mistyped, only administrators can change the provider.
Subject = Annotated[
    str,
    *_matching(
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        "This must be the sub of a user, which is a UUID in lower case.",
    ),
]
Whole = BeforeValidator(_whole)
Notice = Annotated[int, Field(ge=0, le=_YEAR_IN_MINUTES), Whole]
Duration = Annotated[int, Field(ge=15, le=480, multiple_of=15), Whole]
Buffer = Annotated[int, Field(ge=0, le=120, multiple_of=15), Whole]
StartEvery = Annotated[Literal[15, 30, 60], Whole]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
ProviderIds = Annotated[list[Annotated[Id, Whole]], Field(max_length=1000)]
# The sweep of reminders runs each minute, so a reminder much closer to the visit would be of little use.
Reminder = Annotated[int, Field(ge=15, le=_MONTH_IN_MINUTES), Whole]
ReminderMinutes = Annotated[list[Reminder], Field(max_length=5)]
Digits = BeforeValidator(_digits)
Flag = Annotated[bool, BeforeValidator(_flag)]
ProviderId = Annotated[Id, Digits, Path()]
ClientId = Annotated[Id, Digits, Path()]
BookingId = Annotated[Id, Digits, Path()]
ServiceId = Annotated[Id, Digits, Path()]
AppointmentId = Annotated[str, Path(), _described(pattern=r"^[1-9][0-9]{0,15}-[0-9]{8}T[0-9]{4}Z$")]
IdempotencyKey = Annotated[
    str | None,
    StringConstraints(min_length=1, max_length=255),
    Header(alias="Idempotency-Key"),
]
IfMatch = Annotated[str | None, Header(alias="If-Match")]
IfNoneMatch = Annotated[Literal["*"] | None, Header(alias="If-None-Match")]
ClockTime = Annotated[
    str,
    *_matching(
        r"^(([01][0-9]|2[0-3]):(00|15|30|45)|24:00)$",
        "This must be a time on a quarter-hour, such as 09:15.",
    ),
]
DateText = Annotated[str, AfterValidator(_date), _described(format="date")]
TimeText = Annotated[str, StringConstraints(max_length=40), _described(format="utc-or-local-time")]


def version_of(if_match: str | None) -> int | None:
    """Return the version in If-Match, or None if any version will do; raise Stale for any other text."""
    if if_match is None or if_match.strip() == "*":
        return None
    if not (match := _ETAG.fullmatch(if_match.strip())):
        raise Stale
    return int(match[1])


def slot_of(appointment_id: str) -> Slot:
    """Return the slot with this id; raise NotFound if the id is not valid."""
    try:
        return Slot.from_id(appointment_id)
    except ValueError:
        raise NotFound("appointment") from None
