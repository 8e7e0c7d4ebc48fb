"""Bodies of requests. They refuse unknown fields, and values of a wrong type."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from holdfast.api import time_text
from holdfast.api.fields import (
    Buffer,
    Description,
    Duration,
    Email,
    Id,
    Name,
    Notice,
    Phone,
    ProviderIds,
    ReminderMinutes,
    StartEvery,
    Subject,
    TimeText,
    Whole,
    ZoneName,
    zone_name,
)
from holdfast.api.words import TIME_REASONS
from holdfast.core import local_time
from holdfast.core.errors import Invalid
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER, Slot
from holdfast.model.service import DEFAULT_REMINDERS
from holdfast.schedule.time_ranges import TimeRange


class StrictBody(BaseModel):
    # Each function imports all of these classes but uses only a few, so build each validator on first use.
    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


class NewProvider(StrictBody):
    name: Name
    time_zone: ZoneName | None = None
    min_notice_minutes: Notice = 0
    cancel_notice_minutes: Notice = 0
    email: Email | None = None
    owner: Subject | None = None  # only for administrators

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(exclude={"owner"})
        return given | {"time_zone": zone_name(self.time_zone or settings().time_zone)}

    def hashed(self) -> dict[str, Any]:
        """Return what a repeat with the same Idempotency-Key must have in common.

        A body without the fields that were added later has the same hash as before there were any.
        """
        given = self.fields() | {"owner": self.owner}
        added_later = ("cancel_notice_minutes", "email")
        return {name: value for name, value in given.items() if value or name not in added_later}


class ProviderChange(StrictBody):
    """A field that is left out keeps its value; null resets it to the default."""

    name: Name
    time_zone: ZoneName | None = None
    min_notice_minutes: Notice | None = None
    cancel_notice_minutes: Notice | None = None
    email: Email | None = None

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(exclude_unset=True)
        defaults = NewProvider(name=self.name).fields()
        return {name: defaults[name] if value is None else value for name, value in given.items()}


class NewClient(StrictBody):
    name: Name
    email: Email | None = None
    phone: Phone | None = None

    def fields(self) -> dict[str, Any]:
        return self.model_dump()


class ClientChange(NewClient):
    """A field that is left out keeps its value; null clears it."""

    def fields(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class NewService(StrictBody):
    name: Name
    description: Description = ""
    duration_minutes: Duration
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    start_every_minutes: StartEvery | None = None
    min_notice_minutes: Notice | None = None
    reminder_minutes: ReminderMinutes = Field(default=DEFAULT_REMINDERS)
    provider_ids: ProviderIds = Field(default_factory=list)
    active: bool = True

    def fields(self) -> dict[str, Any]:
        reminders = sorted({*self.reminder_minutes}, reverse=True)
        return self.model_dump() | {"provider_ids": {*self.provider_ids}, "reminder_minutes": reminders}

    def hashed(self) -> dict[str, Any]:
        """Return what a repeat with the same Idempotency-Key must have in common.

        A body with the default reminders has the same hash as before there were reminders.
        """
        leave_out = {"reminder_minutes"} if self.reminder_minutes == DEFAULT_REMINDERS else None
        return self.model_dump(exclude=leave_out)


class ServiceChange(StrictBody):
    """A field that is left out keeps its value; null resets it to the default."""

    name: Name
    description: Description | None = None
    # It may be left out, but has no default to which null could reset it. The factory's value is never used.
    duration_minutes: Duration = Field(default_factory=int)
    buffer_before_minutes: Buffer | None = None
    buffer_after_minutes: Buffer | None = None
    start_every_minutes: StartEvery | None = None
    min_notice_minutes: Notice | None = None
    reminder_minutes: ReminderMinutes | None = None
    provider_ids: ProviderIds | None = None
    active: bool | None = None

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(exclude_unset=True)
        kept = {name: value for name, value in given.items() if value is not None}
        reset = NewService.model_validate({"duration_minutes": 15, **kept}).fields()
        return {name: reset[name] for name in given}


class TimeRangeBody(StrictBody):
    """Times are RFC 3339, or `YYYY-MM-DD HH:MM` in the provider's time zone. The end is exclusive."""

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


class Reservation(StrictBody):
    client_id: Annotated[Id, Whole]
    service_id: Annotated[Id, Whole] | None = None


class ReservationWithAnyone(Reservation):
    service_id: Annotated[Id, Whole]
    start: TimeText
    provider_ids: Annotated[list[Annotated[Id, Whole]], Field(min_length=1, max_length=1000)] | None = None

    def instant(self) -> int:
        """Return the start in epoch seconds; raise Invalid unless it is RFC 3339 on a quarter-hour."""
        try:
            start = time_text.parse(self.start, has_zone=False).at(local_time.zone("UTC"))
        except ValueError as error:
            raise Invalid(("start", str(error))) from None
        if start % QUARTER:
            raise Invalid(("start", TIME_REASONS["off_grid"]))
        return start


class Destination(StrictBody):
    to: Annotated[str, Field(max_length=40)]
    booking_id: Annotated[Id, Whole] | None = None

    def slot(self) -> Slot:
        """Return the slot to move to; raise Invalid if there is no such slot."""
        return slot_to_move_to(self.to)


def slot_to_move_to(text: str) -> Slot:
    """Return the slot with this id; raise Invalid if there is no such slot."""
    try:
        return Slot.from_id(text)
    except ValueError:
        raise Invalid(("to", "This must be the id of a slot.")) from None


class BookingChoice(BaseModel):
    """Names the booking to act on. Unlike other bodies, it ignores unknown fields, as it was added later."""

    model_config = ConfigDict(strict=True, defer_build=True)

    booking_id: Annotated[Id, Whole] | None = None
