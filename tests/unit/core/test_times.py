"""Which times and time zones in requests are accepted, and which are refused."""

import re
from zoneinfo import ZoneInfo

import pytest

from holdfast.api import time_text
from holdfast.core import local_time, slots, utc
from holdfast.core.local_time import NoSuchLocalTime

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def read(text: str, zone: ZoneInfo | None = None) -> int:
    return time_text.parse(text, has_zone=zone is not None).at(zone or ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-02T09:00:00Z",
        "2026-12-02t09:00:00z",
        "2026-12-02T09:00:00.000Z",
        "2026-12-02T10:00:00+01:00",
        "2026-12-02T14:45:00+05:45",
        "2026-12-01T21:00:00-12:00",
    ],
)
def test_rfc_3339_is_read_with_any_offset(text: str) -> None:
    assert utc.text(read(text)) == "2026-12-02T09:00:00Z"


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        (BERLIN, "2026-12-02T08:00:00Z"),
        (NEW_YORK, "2026-12-02T14:00:00Z"),
        (KATHMANDU, "2026-12-02T03:15:00Z"),
    ],
)
def test_a_local_time_is_read_in_the_given_zone(zone: ZoneInfo, instant: str) -> None:
    assert utc.text(read("2026-12-02 09:00:00", zone)) == instant


@pytest.mark.parametrize(
    "text", ["2026-12-02 09:00", "2026-12-02T09:00", "2026-12-02t09:00:00", "2026-12-02T09:00:00"]
)
def test_a_local_time_may_have_a_t_and_no_seconds(text: str) -> None:
    assert read(text, BERLIN) == read("2026-12-02 09:00:00", BERLIN)


@pytest.mark.parametrize("text", ["2026-12-02 09:00:00", "2026-12-02T09:00:00", "2026-12-02T09:00"])
def test_a_local_time_needs_a_zone(text: str) -> None:
    with pytest.raises(ValueError, match="RFC 3339"):
        read(text)


@pytest.mark.parametrize(
    ("zone", "day", "starts"),
    [
        ("Europe/Berlin", "2026-12-02", "2026-12-01T23:00:00Z"),
        ("UTC", "2026-12-02", "2026-12-02T00:00:00Z"),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),  # this day begins at 01:00
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),  # midnight occurs twice on this day
    ],
)
def test_a_date_means_the_start_of_the_local_day(zone: str, day: str, starts: str) -> None:
    instant = time_text.parse_from_day(day, has_zone=True).at(ZoneInfo(zone))

    assert utc.text(instant) == starts


@pytest.mark.parametrize("text", ["2026-02-30", "2026-12", "1999-12-31", "9000-01-01", "20261202"])
def test_a_date_must_exist_and_be_near(text: str) -> None:
    with pytest.raises(ValueError, match=r"There is no such time|too far away|RFC 3339"):
        time_text.parse_from_day(text, has_zone=True)


@pytest.mark.parametrize(
    ("zone", "skipped", "before", "after"),
    [
        (BERLIN, "2027-03-28 02:30:00", "2027-03-28 01:45:00", "2027-03-28 03:00:00"),
        (NEW_YORK, "2027-03-14 02:00:00", "2027-03-14 01:45:00", "2027-03-14 03:00:00"),
    ],
)
def test_a_skipped_local_time_is_refused_and_its_neighbours_are_adjacent(
    zone: ZoneInfo, skipped: str, before: str, after: str
) -> None:
    with pytest.raises(NoSuchLocalTime, match="skipped"):
        read(skipped, zone)
    assert read(after, zone) - read(before, zone) == slots.QUARTER


@pytest.mark.parametrize(
    ("zone", "repeated", "first", "second"),
    [
        (BERLIN, "2027-10-31 02:30:00", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"),
        (NEW_YORK, "2027-11-07 01:00:00", "2027-11-07T01:00:00-04:00", "2027-11-07T01:00:00-05:00"),
    ],
)
def test_a_repeated_local_time_needs_its_offset(
    zone: ZoneInfo, repeated: str, first: str, second: str
) -> None:
    with pytest.raises(NoSuchLocalTime, match="repeated"):
        read(repeated, zone)
    assert read(second, zone) - read(first, zone) == 3600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-12-02",
        "2026-12-02T09:00Z",
        "2026-12-02 09:00:30",
        "2026-12-02T09:00:00+1:00",
        "2026-12-02T09:00:00+0100",
        "2026-12-02T09:00:00,5Z",
        "20261202T090000Z",
        "2026-W49-3T09:00:00Z",
        "٢٠٢٦-12-02T09:00:00Z",
        " 2026-12-02T09:00:00Z",
        "2026-12-02T09:00:00Z\n",
        "2026-12-02 09:00:00\n",
        "1796112000",
        "2026-02-30T09:00:00Z",
        "2026-02-29 09:00:00",
        "2026-13-01T09:00:00Z",
        "2026-00-10T09:00:00Z",
        "2026-12-02T25:00:00Z",
        "2026-12-02T24:00:00Z",
        "2026-12-02T09:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-12-02T09:00:00+99:00",
        "2026-12-02T09:00:00.5Z",
        "2026-12-02T09:00:00.000000001Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1999-12-31T23:59:59Z",
        "9000-01-01 00:00:00",
        "9999-12-31T23:45:00-14:00",
    ],
)
def test_any_other_text_is_refused_as_a_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the messages differ
        read(text, BERLIN)


def test_the_refusal_of_a_time_in_a_body_names_both_forms() -> None:
    said = "This must be RFC 3339, such as 2026-12-02T09:00:00Z, or local time, such as 2026-12-02 09:00."
    for text in ("tomorrow", "2026-12-02", "2026-12-02T09:00:00 01:00"):
        with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
            read(text, BERLIN)


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kathmandu"])
def test_a_name_from_the_iana_database_is_a_zone(name: str) -> None:
    assert local_time.zone(name).key == name


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "Europe", "../UTC", "/etc/localtime", "UTC\0", "\ud800", "+01:00", "CET-1"]
)
def test_any_other_name_is_not_a_zone(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) or None):
        local_time.zone(name)


@pytest.mark.parametrize(
    ("end", "days"),
    [
        ("2027-03-20 12:15:00", 1 / 96),
        ("2027-03-21 12:00:00", 1),
        ("2027-03-28 12:00:00", 8),  # the clocks went forward that morning
        ("2027-11-20 12:00:00", 245),  # the clocks went back in October
    ],
)
def test_days_between_local_times_ignore_a_change_of_clocks(end: str, days: float) -> None:
    start = read("2027-03-20 12:00:00", BERLIN)

    assert local_time.days_between(start, read(end, BERLIN), BERLIN) == days


@pytest.mark.parametrize(
    "name", ["localtime", "posixrules", "right/UTC", "Europe/../Europe/Berlin", "Europe", ""]
)
def test_a_name_outside_the_shipped_zones_is_not_a_zone(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) or None):
        local_time.zone(name)
