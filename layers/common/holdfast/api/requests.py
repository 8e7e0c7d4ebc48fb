"""Bodies and queries of requests. Bodies must have exact types and no unknown fields; queries need not."""

import re
import unicodedata
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Header, Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from holdfast.api import time_text
from holdfast.core import local_time
from holdfast.core.errors import Invalid, NotFound, Stale
from holdfast.core.ids import MAX_ID
from holdfast.core.slots import Slot
from holdfast.schedule.time_ranges import TimeRange

_CONTROL = {"Cc", "Cs"}  # control characters, including NUL, and halves of surrogate pairs
_CONTROLS = r"\x00-\x1f\x7f-\x9f"
_NUMBER = re.compile(r"[0-9]{1,16}")
_YEAR_IN_MINUTES = 366 * 24 * 60
_ETAG = re.compile(r'"([0-9]{1,15})"')


def _plain(text: str) -> str:
    if not text.strip() or any(unicodedata.category(character) in _CONTROL for character in text):
        raise ValueError("must be text without control characters, and not blank")
    return text


def _zone_name(text: str) -> str:
    try:
        local_time.zone(text)
    except ValueError:
        raise ValueError("is not a time zone of the IANA database, such as Europe/Berlin") from None
    return text


def _digits(text: Any) -> Any:
    if isinstance(text, str) and not _NUMBER.fullmatch(text):
        raise ValueError("must be a whole number in digits")
    return text


def _whole(number: Any) -> Any:
    """Accept 60.0 as 60: JSON has only one type of number, and some clients write whole numbers like that."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _described(**keywords: str) -> Any:
    """Add a rule to the API's document that otherwise only a validator knows."""
    return Field(json_schema_extra=dict(keywords))


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    AfterValidator(_plain),
    _described(pattern=rf"^[^{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$"),
]
Email = Annotated[str, StringConstraints(max_length=254, pattern=rf"^[^@\s{_CONTROLS}]+@[^@\s{_CONTROLS}]+$")]
Phone = Annotated[str, StringConstraints(max_length=32, pattern=r"^\+?[0-9 ()./-]{3,}$")]
ZoneName = Annotated[
    str, StringConstraints(max_length=64), AfterValidator(_zone_name), _described(format="iana-time-zone")
]
Subject = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,128}$")]
Whole = BeforeValidator(_whole)
Notice = Annotated[int, Field(ge=0, le=_YEAR_IN_MINUTES), Whole]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Digits = BeforeValidator(_digits)
ProviderId = Annotated[Id, Digits, Path()]
ClientId = Annotated[Id, Digits, Path()]
AppointmentId = Annotated[str, Path(), _described(pattern=r"^[1-9][0-9]{0,15}-[0-9]{8}T[0-9]{4}Z$")]
IdempotencyKey = Annotated[
    str | None,
    StringConstraints(min_length=1, max_length=255),
    Header(
        alias="Idempotency-Key", description="A repeat with the same key returns what the first one created."
    ),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag that must still be current, or `*` for any.")
]
TimeText = Annotated[str, StringConstraints(max_length=40), _described(format="utc-or-local-time")]


class _Body(BaseModel):
    # Each function imports all of these classes and uses few. So a validator is built when it is first used.
    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


class NewProvider(_Body):
    name: Name
    time_zone: ZoneName = "UTC"
    min_notice_minutes: Notice = 0
    owner: Subject | None = None  # only for administrators

    def fields(self) -> dict[str, Any]:
        return self.model_dump(exclude={"owner"})


class ProviderChange(_Body):
    """A field that is left out keeps its value; null resets it to the default."""

    name: Name
    time_zone: ZoneName | None = None
    min_notice_minutes: Notice | None = None

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(exclude_unset=True)
        defaults = NewProvider(name=self.name).fields()
        return {name: defaults[name] if value is None else value for name, value in given.items()}


class NewClient(_Body):
    name: Name
    email: Email | None = None
    phone: Phone | None = None

    def fields(self) -> dict[str, Any]:
        return self.model_dump()


class ClientChange(NewClient):
    """A field that is left out keeps its value; null clears it."""

    def fields(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class TimeRangeBody(_Body):
    """Times are RFC 3339, or `YYYY-MM-DD HH:MM:00` in the provider's time zone. The end is exclusive."""

    start_datetime: TimeText
    end_datetime: TimeText

    def time_range(self) -> TimeRange:
        """Return the range; raise Invalid for text that is not a time."""
        wall_times, errors = [], []
        for field, text in (("start_datetime", self.start_datetime), ("end_datetime", self.end_datetime)):
            try:
                wall_times.append(time_text.parse(text, has_zone=True))
            except ValueError as error:
                errors.append((field, str(error)))
        if errors:
            raise Invalid(*errors)
        return TimeRange(*wall_times)


class Reservation(_Body):
    client_id: Annotated[Id, Whole]


class PageQuery(BaseModel):
    model_config = ConfigDict(defer_build=True)

    limit: Annotated[int, Field(ge=1, le=1000, description="The most items on a page."), Digits] = 100
    cursor: str | None = Field(None, description="The `next_cursor` of the previous page.")

    def scope(self) -> dict[str, Any]:
        """Return the parameters that are the same for every page of a list."""
        return self.model_dump(exclude={"limit", "cursor"})


class SlotsQuery(PageQuery):
    start: TimeText | None = Field(None, alias="from", description="The start, inclusive; now by default.")
    end: TimeText | None = Field(
        None, alias="to", description="The end, exclusive; 31 days after `from` by default, 62 at most."
    )

    @property
    def is_local(self) -> bool:
        """Return True if a provider's time zone is needed to read the times."""
        return any(" " in text for text in (self.start, self.end) if text)


class OpenSlotsQuery(SlotsQuery):
    provider_id: Annotated[Id, Digits] | None = None


class AppointmentsQuery(OpenSlotsQuery):
    client_id: Annotated[Id, Digits] | None = None
    status: Literal["available", "held", "confirmed", "taken"] | None = None


def version_of(if_match: str | None) -> int | None:
    """Return the version in If-Match, None if any will do; raise Stale for text that cannot be our ETag."""
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
        raise NotFound from None
