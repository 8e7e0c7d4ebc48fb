"""Check which requests working hours send to DynamoDB, and what these requests cost."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from holdfast.core.utc import DAY
from holdfast.schedule import extend
from testkit.api import Response
from testkit.clock import Clock
from testkit.crowd import Doctor
from testkit.meter import metered
from testkit.plain_hours import every_day
from testkit.scenario import NINE

GET, QUERY, TRANSACT = "get_item", "query", "transact_write_items"
FORTNIGHT = every_day(("09:00", "12:00"), ("13:00", "17:00"), horizon_days=14)
TWO_MONTHS = FORTNIGHT | {"horizon_days": 60}
HALF_A_YEAR = FORTNIGHT | {"horizon_days": 180}
ONE_DAY = FORTNIGHT | {"weekly": FORTNIGHT["weekly"] | {"wed": [["09:00", "12:00"]]}}
EIGHT_HOURS = 32  # quarter-hours

PUT = [GET, GET, QUERY, TRANSACT, GET, GET]  # the last two find that no piece is left
NEXT_PIECE = [GET, GET, QUERY, TRANSACT]
TWO_PIECES = NEXT_PIECE * 2
STILL_BOOKED = [GET, QUERY]
CALENDAR, HOURS, LISTED = 2, 2, 1  # write units of the provider, its hours, and an entry in an index
NEW_DAY, CHANGED_DAY = 2 + LISTED, 2 + LISTED
MOVED = 2 * LISTED  # the entry says when the next day is due

Prepare = Callable[[Doctor, Clock], Callable[[], Any]]
Row = tuple[Prepare, list[str], float, float]


def put(doctor: Doctor, body: Any) -> Response:
    response = doctor.send("PUT", f"/api/providers/hours/{doctor.id}", body)
    assert response.status == 200, response.body
    return response


def set_two_months(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    return partial(put, doctor, TWO_MONTHS)


def set_half_a_year(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    return partial(put, doctor, HALF_A_YEAR)


def set_again(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(put, doctor, FORTNIGHT)


def change_one_weekday(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(put, doctor, ONE_DAY)


def preview(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    return partial(doctor.send, "PUT", f"/api/providers/hours/{doctor.id}?preview=true", TWO_MONTHS)


def delete_hours(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(doctor.send, "DELETE", f"/api/providers/hours/{doctor.id}")


def roll_nothing(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(extend.extend_calendars, lambda: True)


def roll_one_day(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    return _roll(1, doctor, clock)


def roll_five_days(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    return _roll(5, doctor, clock)


def _roll(days: int, doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    clock.advance(days * DAY)
    return partial(extend.extend_calendars, lambda: True)


def open_beside_hours(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(doctor.open, "2026-12-02T18:00:00Z", 8)


def close_some_hours(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(doctor.close, NINE, 8)


def close_after_the_horizon(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(doctor.close, "2027-01-20T09:00:00Z", 8)


def move_provider(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return partial(doctor.change, time_zone="Asia/Tokyo")


def delete_provider_in_use(doctor: Doctor, clock: Clock) -> Callable[[], Any]:
    put(doctor, FORTNIGHT)
    return doctor.leave


# Each row has an operation, its requests, its read units and its write units.
ROWS: list[Row] = [
    (set_two_months, [*PUT, *STILL_BOOKED], 10, CALENDAR + HOURS + LISTED + 60 * NEW_DAY),
    (set_half_a_year, [*TWO_PIECES, *STILL_BOOKED], 19, 2 * (CALENDAR + HOURS) + 3 * LISTED + 180 * NEW_DAY),
    (set_again, [GET, GET, GET, GET, *STILL_BOOKED], 6, 0),
    (change_one_weekday, [*PUT, *STILL_BOOKED], 7, CALENDAR + HOURS + 2 * CHANGED_DAY),
    (preview, [GET, GET, QUERY], 3, 0),
    (delete_hours, [*PUT, *STILL_BOOKED], 7, CALENDAR + HOURS + LISTED + 14 * CHANGED_DAY),
    (roll_nothing, [QUERY], 0.5, 0),
    (roll_one_day, [QUERY, *NEXT_PIECE], 3.5, 9),
    (roll_five_days, [QUERY, *NEXT_PIECE], 3.5, 9 + 4 * NEW_DAY),
    (open_beside_hours, [GET, QUERY, TRANSACT], 2, CALENDAR + CHANGED_DAY),
    (close_some_hours, [GET, GET, QUERY, TRANSACT, QUERY], 4, CALENDAR + CHANGED_DAY),
    (close_after_the_horizon, [GET, GET, QUERY, TRANSACT, QUERY], 4, CALENDAR + NEW_DAY),
    (move_provider, [GET, GET, QUERY, TRANSACT], 3, CALENDAR + LISTED + HOURS + MOVED + 14 * CHANGED_DAY),
    (delete_provider_in_use, [GET, GET], 2, 0),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].__name__)
def test_each_operation_makes_its_requests_and_costs_its_units(
    doctor: Doctor,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    row: tuple[Prepare, list[str], float, float],
) -> None:
    prepare, calls, read, written = row
    run = prepare(doctor, clock)
    with metered(monkeypatch) as bill:
        run()
    assert (bill.calls, bill.read, bill.written) == (calls, read, written)
