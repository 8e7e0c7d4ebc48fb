"""The file follows the standard, whatever people are called, and fits into a response."""

import json
from typing import Any

import pytest
from icalendar import Calendar

from holdfast.feeds.calendar_file import write
from holdfast.feeds.entries import MOST_ENTRIES, Entry, Shown, cancelled, most_useful
from holdfast.model.gone import Gone
from holdfast.notifications import names

START = 1_796_202_000  # 2026-12-02T09:00:00Z
MOST_BYTES = 6 * 2**20  # of a response of Lambda
NAMES = [
    "Müller, Anna; PhD",
    "Back\\slash \\n and: colon",
    '"quoted" ^caret^',
    "😀" * 100,
    "医" * 100,
    "مرحبا بالعالم " * 7,
    "\u202eevil\u202c",
    "e\u0301" * 50,
    "a" * 100,
    "Ana BEGIN:VEVENT",
    "x" * 63 + "é",
]


def entry(number: int = 1, start: int = START, **fields: Any) -> Entry:
    given = {"version": 1, "end": start + 900, "status": "CONFIRMED", "summary": "Busy", **fields}
    return Entry(number, start=start, **given)


def strictly(file: str) -> None:
    """Fail unless all lines are as RFC 5545 wants them."""
    assert file.endswith("\r\n")
    assert not {"\r", "\n"} & {*file.replace("\r\n", "")}
    for line in file[:-2].split("\r\n"):
        assert 0 < len(line.encode()) <= 75
    unfolded = file.replace("\r\n ", "").splitlines()
    assert all(line.split(":")[0].split(";")[0].replace("-", "").isalpha() for line in unfolded)
    assert not any(ord(character) < 32 for line in unfolded for character in line)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_it_was(name: str) -> None:
    summary = names.summary(name, name)
    file = write(Shown(name, START, [entry(summary=summary)]))

    strictly(file)
    calendar = Calendar.from_ical(file)
    assert [str(event["summary"]) for event in calendar.events] == [summary]
    assert str(calendar["x-wr-calname"]) == str(calendar["name"]) == name


@pytest.mark.parametrize("name", ["Ana\r\nEND:VCALENDAR", "Ana\nX-EVIL:1", "Ana\u2028b", "A\x00\x1bb"])
def test_a_line_end_in_a_name_ends_no_line(name: str) -> None:
    """The API refuses such names; only an older version may have stored one."""
    file = write(Shown(names.plain(name), START, [entry(summary=names.plain(name))]))

    strictly(file)
    assert len(Calendar.from_ical(file).events) == 1


def test_the_file_says_how_often_to_come_back_and_what_it_is() -> None:
    file = write(Shown("Dr. Dana", START, [entry(5, version=3), entry(6, status="CANCELLED")]))

    assert file == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Holdfast//Holdfast//EN\r\n"
        "METHOD:PUBLISH\r\nNAME:Dr. Dana\r\nX-WR-CALNAME:Dr. Dana\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT5M\r\nX-PUBLISHED-TTL:PT5M\r\n"
        "BEGIN:VEVENT\r\nSUMMARY:Busy\r\nDTSTART:20261202T090000Z\r\nDTEND:20261202T091500Z\r\n"
        "DTSTAMP:20261202T090000Z\r\nUID:5@holdfast\r\nSEQUENCE:3\r\nSTATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nSUMMARY:Busy\r\nDTSTART:20261202T090000Z\r\nDTEND:20261202T091500Z\r\n"
        "DTSTAMP:20261202T090000Z\r\nUID:6@holdfast\r\nSEQUENCE:1\r\nSTATUS:CANCELLED\r\n"
        "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


@pytest.mark.parametrize("character", ["😀", "\\", ",", '"', "医"])
def test_as_many_entries_as_a_feed_has_fit_into_a_response(character: str) -> None:
    longest = names.summary(character * 100, character * 100)
    few = [entry(2**53 - 1, summary=longest, version=1_000_000, status="CANCELLED")] * 20
    empty, full = (write(Shown("x", START, entries)) for entries in ([], few))

    # Python 3.13's runtime leaves other characters than quotes, backslashes and line ends as they are.
    each = (len(json.dumps(full, ensure_ascii=False).encode()) - len(json.dumps(empty))) / len(few)
    assert each * MOST_ENTRIES < MOST_BYTES * 0.9


@pytest.mark.parametrize(
    ("past", "ahead", "kept"),
    [
        (3, 2, [-3, -2, -1, 1, 2]),
        (MOST_ENTRIES, 2, [*range(-MOST_ENTRIES + 2, 0), 1, 2]),
        (2, MOST_ENTRIES, [*range(1, MOST_ENTRIES + 1)]),
        (2, MOST_ENTRIES + 1, [*range(1, MOST_ENTRIES + 1)]),
        (1, MOST_ENTRIES - 1, [-1, *range(1, MOST_ENTRIES)]),
    ],
)
def test_too_many_entries_leave_out_the_oldest_and_then_the_latest(
    past: int, ahead: int, kept: list[int]
) -> None:
    numbers = [*range(ahead, 0, -1), *range(-past, 0)]
    entries = [entry(number, START + number * 900 - (900 if number > 0 else 0)) for number in numbers]

    assert [each.booking_id for each in most_useful(entries, START)] == kept


def test_an_entry_that_has_just_ended_is_past() -> None:
    now = [entry(1, START - 900)] + [entry(number, START) for number in range(2, MOST_ENTRIES + 2)]

    assert most_useful(now, START)[0].booking_id == 2


def test_only_the_latest_version_of_what_is_gone_is_shown_unless_it_stands() -> None:
    gone = [
        Gone("PROVIDER#7", number, version, START + version, START + 900, START)
        for number, version in ((1, 4), (1, 2), (2, 3), (1, 3))
    ]

    shown = list(cancelled(gone, [entry(2)]))

    assert [(each.booking_id, each.version, each.start - START, each.status) for each in shown] == [
        (1, 4, 4, "CANCELLED")
    ]


def test_the_tag_changes_with_all_that_is_shown() -> None:
    shown = Shown("a", START, [entry()])
    others = [
        shown._replace(name="b"),
        shown._replace(created_at=1),
        shown._replace(entries=[]),
        *(shown._replace(entries=[entry(**{name: value})]) for name, value in CHANGES.items()),
    ]

    assert shown.tag == Shown("a", START, [entry()]).tag
    assert len({each.tag for each in (shown, *others)}) == 1 + len(others)
    assert {write(each) for each in others}.isdisjoint({write(shown)})


CHANGES: dict[str, Any] = {
    "number": 2,
    "start": START + 1,
    "end": START + 1800,
    "version": 2,
    "status": "CANCELLED",
    "summary": "b",
}
