"""The body of a request that sets working hours."""

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from holdfast.api.fields import ClockTime, DateText, Whole
from holdfast.api.requests import StrictBody
from holdfast.core.wall_clock import MINUTES_PER_DAY, WEEKDAYS
from holdfast.model.hours import Interval, Override, Rules

_MOST_DAYS = 92


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _interval(pair: list[str]) -> Interval:
    start, end = map(_minutes, pair)
    return Interval(start, end if end > start else end + MINUTES_PER_DAY)


def _intervals(pairs: list[list[str]]) -> tuple[Interval, ...]:
    return tuple(sorted(map(_interval, pairs)))


def _checked(pairs: list[list[str]]) -> list[list[str]]:
    if any(pair[0] == "24:00" for pair in pairs):
        raise ValueError("Times of a day start before 24:00.")
    if any(later.start < earlier.end for earlier, later in pairwise(_intervals(pairs))):
        raise ValueError("These times overlap.")
    return pairs


Times = Annotated[
    list[Annotated[list[ClockTime], Field(min_length=2, max_length=2)]],
    Field(max_length=48),
    AfterValidator(_checked),
]


class Week(StrictBody):
    """The working hours of each weekday, as pairs of times. Without any, the day is closed."""

    mon: Times = Field(default_factory=list)
    tue: Times = Field(default_factory=list)
    wed: Times = Field(default_factory=list)
    thu: Times = Field(default_factory=list)
    fri: Times = Field(default_factory=list)
    sat: Times = Field(default_factory=list)
    sun: Times = Field(default_factory=list)


class OverrideBody(StrictBody):
    """The hours of each date from `from` to `to`, instead of those of the week."""

    first: DateText = Field(alias="from")
    last: DateText = Field(alias="to")
    hours: Times = Field(default_factory=list)

    @property
    def dates(self) -> tuple[date, date]:
        return date.fromisoformat(self.first), date.fromisoformat(self.last)

    @field_validator("last")
    @classmethod
    def _check_last(cls, last: str, info: ValidationInfo) -> str:
        if first := info.data.get("first"):
            days = (date.fromisoformat(last) - date.fromisoformat(first)).days
            if not 0 <= days < _MOST_DAYS:
                raise ValueError(f"This must be from 0 to {_MOST_DAYS - 1} days after from.")
        return last


def _separate(overrides: list[OverrideBody]) -> list[OverrideBody]:
    ranges = sorted(each.dates for each in overrides)
    if any(later[0] <= earlier[1] for earlier, later in pairwise(ranges)):
        raise ValueError("These dates overlap.")
    return overrides


class HoursBody(StrictBody):
    """All times are of the provider's local clock. An end that is not after its start is on the next date."""

    weekly: Week
    overrides: Annotated[list[OverrideBody], Field(max_length=200), AfterValidator(_separate)] = Field(
        default_factory=list
    )
    horizon_days: Annotated[int, Field(ge=1, le=366), Whole] = 60

    def rules(self) -> Rules:
        return Rules(
            weekly=tuple(_intervals(getattr(self.weekly, name)) for name in WEEKDAYS),
            overrides=tuple(sorted(Override(*each.dates, _intervals(each.hours)) for each in self.overrides)),
            horizon_days=self.horizon_days,
        )
