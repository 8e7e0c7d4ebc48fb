"""Which quarter-hours are open, beside a calculation instant by instant from UTC."""

from zoneinfo import ZoneInfo

import pytest

from holdfast.core import utc
from holdfast.core.slots import QUARTER
from holdfast.core.utc import DAY
from holdfast.schedule.open_hours import quarters_on
from testkit.plain_hours import Body, end_of, every_day, is_open, rules

# For each zone, a date on which its clock changes or that has a special offset.
DATES = [
    ("Europe/Berlin", "2027-03-28"),
    ("Europe/Berlin", "2027-10-31"),
    ("America/New_York", "2027-03-14"),
    ("America/New_York", "2027-11-07"),
    ("Australia/Sydney", "2027-04-04"),
    ("Australia/Sydney", "2027-10-03"),
    ("Australia/Lord_Howe", "2027-04-04"),  # by half an hour
    ("Australia/Lord_Howe", "2027-10-03"),
    ("Antarctica/Troll", "2027-03-28"),  # by two hours
    ("America/Santiago", "2027-04-04"),  # from midnight to 23:00
    ("America/Santiago", "2027-09-05"),  # midnight does not exist
    ("Africa/Cairo", "2027-04-30"),  # midnight does not exist
    ("Africa/Cairo", "2027-10-29"),  # from midnight to 23:00
    ("America/Havana", "2027-11-07"),  # midnight comes twice
    ("Asia/Kathmandu", "2027-01-01"),  # UTC+5:45
    ("Pacific/Kiritimati", "2027-01-01"),  # UTC+14
    ("Pacific/Pago_Pago", "2027-01-01"),  # UTC-11
]
DAY_OFF = [{"from": "2027-01-01", "to": "2027-01-01", "hours": []}]
BODIES = {
    "all day": every_day(("00:00", "24:00")),
    "from noon to noon": every_day(("12:00", "12:00")),
    "nights": every_day(("22:00", "06:00")),
    "around the changes": every_day(("01:45", "02:30"), ("02:45", "03:15"), ("23:30", "00:15")),
    "one night a week": {"weekly": {"sat": [["22:00", "03:30"]], "thu": [["23:45", "00:30"]]}},
    "a day off after a night": every_day(("22:00", "03:00"), overrides=DAY_OFF),
    "one date": {"overrides": [DAY_OFF[0] | {"hours": [["00:00", "09:00"], ["23:00", "24:00"]]}]},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize(("zone", "date"), DATES)
def test_a_quarter_hour_is_open_if_the_wall_clock_says_so_at_its_start(
    zone: str, date: str, body: Body
) -> None:
    midnight = utc.start_of(date)
    for start in range(midnight - 2 * DAY, midnight + 3 * DAY, DAY):
        expected = {number for number in range(96) if is_open(body, ZoneInfo(zone), start + number * QUARTER)}
        assert quarters_on(rules(body), ZoneInfo(zone), utc.day_of(start)) == expected


@pytest.mark.parametrize(
    ("zone", "date", "times", "hours"),
    [
        ("Europe/Berlin", "2027-03-28", ("01:30", "03:30"), 1),  # an hour is skipped
        ("Europe/Berlin", "2027-10-31", ("01:30", "03:30"), 3),  # an hour is repeated
        ("Europe/Berlin", "2027-03-28", ("02:00", "03:00"), 0),
        ("Europe/Berlin", "2027-10-31", ("02:00", "03:00"), 2),
        ("Australia/Lord_Howe", "2027-04-04", ("01:00", "03:00"), 2.5),
        ("Australia/Lord_Howe", "2027-10-03", ("01:00", "03:00"), 1.5),
        ("Africa/Cairo", "2027-04-30", ("00:00", "24:00"), 23),
        ("Africa/Cairo", "2027-10-28", ("00:00", "24:00"), 25),
        ("Asia/Kathmandu", "2027-01-01", ("09:00", "10:15"), 1.25),
    ],
)
def test_the_open_time_of_a_local_date_is_as_long_as_the_wall_clock_makes_it(
    zone: str, date: str, times: tuple[str, str], hours: float
) -> None:
    of_date = rules({"overrides": [{"from": date, "to": date, "hours": [list(times)]}]})
    midnight = utc.start_of(date)

    dates = [utc.day_of(midnight + number * DAY) for number in (-1, 0, 1)]

    assert sum(len(quarters_on(of_date, ZoneInfo(zone), each)) for each in dates) == hours * 4


def test_an_override_replaces_the_week_on_its_dates_but_not_the_end_of_the_night_before() -> None:
    body = BODIES["a day off after a night"]

    assert quarters_on(rules(body), ZoneInfo("UTC"), "2027-01-01") == set(range(12))
    assert quarters_on(rules(body), ZoneInfo("UTC"), "2027-01-02") == set(range(88, 96))


@pytest.mark.parametrize("horizon", [1, 2, 60])
@pytest.mark.parametrize(("zone", "date"), DATES)
def test_the_horizon_ends_after_the_last_minute_of_its_last_local_date(
    zone: str, date: str, horizon: int
) -> None:
    body, midnight = every_day(horizon_days=horizon), utc.start_of(date)
    for now in range(midnight - (horizon + 1) * DAY, midnight - (horizon - 2) * DAY, 5 * 3600 + 60):
        assert rules(body).end(now, ZoneInfo(zone)) == utc.day_of(end_of(body, ZoneInfo(zone), now))


@pytest.mark.parametrize("horizon", [1, 2, 60])
@pytest.mark.parametrize(("zone", "date"), DATES)
def test_the_next_day_is_due_at_the_first_instant_at_which_the_horizon_reaches_it(
    zone: str, date: str, horizon: int
) -> None:
    these = rules(every_day(horizon_days=horizon))
    for midnight in range(utc.start_of(date) - 2 * DAY, utc.start_of(date) + 3 * DAY, DAY):
        reached = utc.day_of(midnight)
        due = these.due(reached, ZoneInfo(zone))
        assert these.end(due, ZoneInfo(zone)) > reached
        assert these.end(due - 1, ZoneInfo(zone)) <= reached
