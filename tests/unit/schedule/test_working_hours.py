"""Working hours open days, and leave alone what was done by hand."""

from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.hours_body import HoursBody
from holdfast.core.utc import DAY
from holdfast.model.hours import Rules
from holdfast.queries import calendars
from holdfast.schedule import extend, hours, opening
from testkit.clock import Clock
from testkit.layer_scenario import bare_provider, time_range
from testkit.users import DANA

MORNINGS = {"weekly": {"wed": [["09:00", "10:00"]]}, "horizon_days": 7}


def rules(**fields: Any) -> Rules:
    return HoursBody.model_validate(MORNINGS | fields).rules()


def open_on(provider: int, date: str = "2026-12-02") -> set[int]:
    day = calendars.stored_days(provider, date).get(date)
    return day.open if day else set()


def test_hours_open_each_day_of_the_horizon(table: Table, clock: Clock) -> None:
    provider = bare_provider()

    hours.put(provider, rules(), DANA, None)

    assert open_on(provider) == {36, 37, 38, 39}
    assert len(calendars.stored_days(provider, "2026-12-01")) == 1


def test_the_schedule_opens_the_days_that_come_within_the_horizon(table: Table, clock: Clock) -> None:
    provider = bare_provider()
    hours.put(provider, rules(), DANA, None)
    clock.advance(7 * DAY)

    run = extend.extend_calendars(lambda: True)

    assert (run.days, run.providers, run.finished) == (1, 1, True)
    assert open_on(provider, "2026-12-09") == {36, 37, 38, 39}


def test_deleting_hours_leaves_what_was_opened_by_hand(table: Table, clock: Clock) -> None:
    provider = bare_provider()
    opening.open_time(provider, time_range("2026-12-02T09:45:00Z", "2026-12-02T10:15:00Z"), DANA)
    hours.put(provider, rules(), DANA, None)
    assert open_on(provider) == {36, 37, 38, 39, 40}

    hours.delete(provider, DANA, None)

    assert open_on(provider) == {39, 40}


NINE_TO_TEN = time_range("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")
HALF = time_range("2026-12-02T09:30:00Z", "2026-12-02T10:30:00Z")


def test_time_closed_beside_hours_stays_closed_until_it_is_opened_by_hand(table: Table, clock: Clock) -> None:
    provider = bare_provider()
    hours.put(provider, rules(), DANA, None)

    closed = opening.close_time(provider, HALF, DANA).closed

    assert [each.slot.quarter for each in closed] == [38, 39]  # only what was open
    hours.put(provider, rules(weekly={"wed": [["09:00", "11:00"]]}), DANA, None)
    assert open_on(provider) == {36, 37, 42, 43}
    opening.open_time(provider, HALF, DANA)
    assert open_on(provider) == set(range(36, 44))
    hours.put(provider, rules(), DANA, None)
    assert open_on(provider) == set(range(36, 42))


def test_time_closed_without_hours_is_not_remembered(table: Table, clock: Clock) -> None:
    provider = bare_provider()
    opening.open_time(provider, NINE_TO_TEN, DANA)
    opening.close_time(provider, HALF, DANA)

    hours.put(provider, rules(), DANA, None)

    assert open_on(provider) == {36, 37, 38, 39}


def test_time_opened_beside_hours_stays_open_without_them(table: Table, clock: Clock) -> None:
    provider = bare_provider()
    hours.put(provider, rules(), DANA, None)
    opening.open_time(provider, HALF, DANA)
    opening.close_time(provider, time_range("2026-12-02T10:15:00Z", "2026-12-02T10:30:00Z"), DANA)

    hours.delete(provider, DANA, None)

    assert open_on(provider) == {38, 39, 40}
