"""Events are published again from the history of bookings, or from the stream."""

import sys
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import Table

from testkit import event_bus
from testkit.clock import Clock
from testkit.event_bus import EventBus
from testkit.scenario import Practice
from testkit.stream import WITH_STREAM, Stream
from testkit.tables import fresh_table
from tools.republish.__main__ import main


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(boto3.resource("dynamodb"), monkeypatch, **WITH_STREAM) as table:
        yield table


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> EventBus:
    return event_bus.used(monkeypatch)


@pytest.fixture
def numbers(practice: Practice, clock: Clock) -> list[int]:
    """Book three slots, a minute after the other, and move the first; return the bookings' ids."""
    for slot in practice.slots[:3]:
        practice.book(slot)
        clock.advance(60)
    numbers = [
        practice.api.get(f"/api/appointments/{slot}").json["booking_id"] for slot in practice.slots[:3]
    ]
    assert practice.reschedule(practice.slots[0], practice.slots[3]).status == 200
    return numbers


def run(monkeypatch: pytest.MonkeyPatch, table: Table, *options: object) -> None:
    arguments = ["republish", "--table", table.name, "--bus", "holdfast", *map(str, options)]
    monkeypatch.setattr(sys, "argv", arguments)
    main()


def test_the_events_of_some_bookings_have_the_ids_that_they_had(
    table: Table, bus: EventBus, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, table, numbers[0], numbers[2])

    assert bus.ids == [f"{numbers[0]}-1", f"{numbers[0]}-2", f"{numbers[2]}-1"]
    sent = {detail["id"]: detail for detail in Stream(table).new()}
    assert all(detail == sent[detail["id"]] for detail in bus.details)


def test_the_events_since_a_time(
    table: Table,
    bus: EventBus,
    numbers: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(monkeypatch, table, "--since", "2026-12-01T08:02:00Z")

    assert sorted(bus.ids) == sorted([f"{numbers[2]}-1", f"{numbers[0]}-2"])
    assert capsys.readouterr().out.endswith("2 events published\n")


def test_the_events_of_a_record_of_the_stream(
    table: Table, bus: EventBus, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [
        each for each in Stream(table).records if "hold_id" in str(each) and each["eventName"] == "INSERT"
    ]
    number = held[1]["dynamodb"]["SequenceNumber"]

    run(monkeypatch, table, "--record", number)

    assert bus.ids == [f"{numbers[1]}-0"]


def test_a_record_that_the_stream_no_longer_has_is_reported(
    table: Table, bus: EventBus, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="no record 999999999999"):
        run(monkeypatch, table, "--record", "999999999999")


def test_a_bus_that_refuses_an_event_is_reported(
    table: Table, bus: EventBus, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    bus.faults.append([None, "InternalFailure"])

    with pytest.raises(SystemExit, match=f"^1 events published, but the bus did not take {numbers[0]}-2"):
        run(monkeypatch, table, numbers[0])


@pytest.mark.parametrize("options", [[], [5, "--since", "2026-12-01"], ["--record", 1, 5]])
def test_one_choice_is_required(
    table: Table, bus: EventBus, monkeypatch: pytest.MonkeyPatch, options: list[object]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(monkeypatch, table, *options)
