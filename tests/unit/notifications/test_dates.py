"""Dates in words, in a time zone."""

import pytest

from holdfast.core import local_time, utc
from holdfast.notifications import dates


@pytest.mark.parametrize(
    ("start", "end", "zone", "said"),
    [
        (
            "2026-12-02T09:00Z",
            "2026-12-02T09:45Z",
            "UTC",
            "Wednesday 2 December 2026, 09:00 to 09:45 (UTC, UTC+00:00)",
        ),
        (
            "2026-12-02T09:00Z",
            "2026-12-02T09:45Z",
            "Asia/Kathmandu",
            "Wednesday 2 December 2026, 14:45 to 15:30 (Asia/Kathmandu, UTC+05:45)",
        ),
        (
            "2026-12-02T04:45Z",
            "2026-12-02T05:15Z",
            "America/New_York",
            (
                "Tuesday 1 December 2026, 23:45 to Wednesday 2 December 2026, 00:15 "
                "(America/New_York, UTC-05:00)"
            ),
        ),
        (  # the clock goes back from 03:00 to 02:00 within the visit
            "2026-10-25T00:45Z",
            "2026-10-25T01:15Z",
            "Europe/Berlin",
            "Sunday 25 October 2026, 02:45 (UTC+02:00) to 02:15 (UTC+01:00) (Europe/Berlin)",
        ),
    ],
)
def test_a_visit_in_words(start: str, end: str, zone: str, said: str) -> None:
    assert dates.span(utc.instant(start), utc.instant(end), local_time.zone(zone)) == said


def test_one_instant_in_words() -> None:
    instant, berlin = utc.instant("2026-12-02T09:05Z"), local_time.zone("Europe/Berlin")

    assert dates.long(instant, berlin) == "Wednesday 2 December 2026, 10:05"
    assert dates.short(instant, berlin) == "Wed 2 Dec 2026, 10:05"
