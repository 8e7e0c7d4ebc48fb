"""A batch of the stream: what is sent, what is kept as a dead letter, and from where Lambda sends again."""

from typing import Any

import pytest

from holdfast.core.slots import Slot
from holdfast.core.utc import instant
from testkit.api import invoke
from testkit.event_bus import FAULTS, EventBus
from testkit.logs import Metric, metrics, written
from testkit.stream import Record, record, sequence_number
from testkit.visits import visit

NINE = instant("2026-12-02T09:00:00Z")
COUNT = "Count"
SERVICE = {"service": "holdfast"}


def held(number: int) -> dict[str, Any]:
    """Return the item of a hold with an id made from the number."""
    slot = Slot(7, NINE + number * 900)
    hold_id = f"{number + 1:013x}".ljust(32, "0")
    return visit(slot, expires_at=NINE - 3600, hold_id=hold_id, client_name="Canary").to_item()


def holds(count: int) -> list[Record]:
    return [record(number, None, held(number)) for number in range(count)]


def poison(number: int) -> Record:
    return record(number, None, {name: value for name, value in held(number).items() if name != "client_id"})


def number_of(detail: dict[str, Any]) -> int:
    """Return the number that `held` was given."""
    return (instant(detail["start"]) - NINE) // 900


def published(bus: EventBus) -> list[int]:
    return [number_of(detail) for detail in bus.details]


def publish(records: list[Record]) -> list[int]:
    """Publish the records. Return the numbers of those that are reported as failed."""
    result = invoke("publish_events", {"Records": records})
    assert result.keys() == {"batchItemFailures"}
    return [int(failure["itemIdentifier"]) for failure in result["batchItemFailures"]]


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (10, 1), (11, 2), (100, 10)])
def test_a_batch_is_sent_ten_events_at_a_time(bus: EventBus, count: int, requests: int) -> None:
    assert publish(holds(count)) == []

    assert published(bus) == list(range(count))
    assert len(bus.requests) == requests


def test_an_entry_has_the_time_at_which_it_happened(bus: EventBus) -> None:
    publish(holds(1))

    (entry,) = bus.entries
    assert entry["Time"] == instant(bus.details[0]["time"]) == 1_796_112_000


@pytest.mark.parametrize(
    "fault", ["the request is lost", "the response is lost", "throttled", "500 after sending"]
)
@pytest.mark.parametrize("request_number", [0, 1, 2])
def test_a_failed_request_is_reported_from_its_first_record(
    bus: EventBus, fault: str, request_number: int
) -> None:
    bus.faults.extend([None] * request_number + [FAULTS[fault]])

    assert publish(holds(25)) == [request_number * 10]

    is_sent = fault in {"the response is lost", "500 after sending"}
    assert published(bus) == list(range(min(25, request_number * 10 + (10 if is_sent else 0))))
    assert len(bus.requests) == request_number + 1  # what comes after is sent again anyway


@pytest.mark.parametrize(
    "code", ["InternalFailure", "ThrottlingException", "NotAuthorizedForSourceException"]
)
def test_a_failed_entry_is_reported_with_its_own_record(bus: EventBus, code: str) -> None:
    codes: list[str | None] = [None] * 10
    codes[3], codes[6] = code, code
    bus.faults.extend([None, codes])

    assert publish(holds(30)) == [13]

    assert published(bus) == [number for number in range(20) if number not in {13, 16}]
    assert bus.letters == []


def test_both_events_of_a_record_are_reported_with_it(bus: EventBus) -> None:
    over = [
        record(number, held(number), held(number) | {"hold_id": f"{number + 50:013x}".ljust(32, "0")})
        for number in range(1, 9)
    ]
    bus.faults.extend([None, ["InternalFailure"] + [None] * 5])

    assert publish(over) == [6]
    assert len(bus.entries) == 15


@pytest.mark.parametrize("code", ["MalformedDetail", "InvalidArgument", "RedactionFailure"])
def test_an_event_that_the_bus_refuses_for_good_becomes_a_dead_letter(bus: EventBus, code: str) -> None:
    bus.faults.append([None, code, None])

    assert publish(holds(3)) == []

    assert published(bus) == [0, 2]
    assert [letter["sequence_number"] for letter in bus.letters] == [sequence_number(1)]


def test_an_unreadable_record_becomes_a_dead_letter_and_the_others_are_sent(bus: EventBus) -> None:
    records = holds(12)
    records[4] = poison(4)

    assert publish(records) == []

    assert published(bus) == [number for number in range(12) if number != 4]
    assert bus.letters == [
        {
            "reason": "this record of the table's stream could not be published",
            "keys": {"PK": {"S": "PROVIDER#7"}, "SK": {"S": "CAL#2026-12-02T10:00Z"}},
            "sequence_number": sequence_number(4),
            "event_name": "INSERT",
        }
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"eventName": "INSERT"},
        {"Keys": {"PK": {"S": "BOOKING#5"}, "SK": {"S": "EV#000001"}}},
        {"Keys": {"PK": {"S": "BOOKING#5"}}},
        {"NewImage": {"status": {"S": "held"}, "hold_id": {"S": "x"}}},
        {"NewImage": {"status": {"X": "held"}}},
        {"NewImage": {"status": {"S": "held"}}},
        {"ApproximateCreationDateTime": None},
    ],
    ids=str,
)
def test_whatever_is_wrong_with_a_record_the_next_one_is_sent(bus: EventBus, broken: dict[str, Any]) -> None:
    first, second = holds(2)
    for name, value in broken.items():
        if name == "eventName":
            del first["dynamodb"]["Keys"]
        else:
            first["dynamodb"][name] = value

    assert publish([first, second]) == []

    assert published(bus) == [1]
    assert [letter["sequence_number"] for letter in bus.letters] == [sequence_number(0)]


@pytest.mark.parametrize(
    "key", [("PROVIDER#7", "CAL#2026-12-02"), ("CLIENT#9", "PROFILE"), ("OWNER#a", "CLIENTS")]
)
def test_an_item_that_has_no_events_need_not_be_readable(bus: EventBus, key: tuple[str, str]) -> None:
    made = record(0, None, dict(zip(("PK", "SK"), key, strict=True)))
    made["dynamodb"]["NewImage"] |= {"status": {"S": "held"}, "photo": {"B": "aGk="}}

    assert publish([made]) == []
    assert bus.requests == []


@pytest.mark.parametrize(
    "fault", ["the request is lost", "the response is lost", "throttled", "500 after sending"]
)
def test_a_dead_letter_that_is_lost_is_reported(bus: EventBus, fault: str) -> None:
    records = [*holds(2), poison(2), poison(3), record(4, None, held(4))]
    bus.faults_of_letters.append(FAULTS[fault])

    assert publish(records) == [2]
    assert published(bus) == [0, 1, 4]
    assert publish(records[2:]) == []
    assert {letter["sequence_number"] for letter in bus.letters} == {sequence_number(2), sequence_number(3)}


def test_a_dead_letter_after_the_first_failure_waits_for_the_next_time(bus: EventBus) -> None:
    records = [poison(0), record(1, None, held(1)), poison(2)]
    bus.faults.append("InternalFailure")

    assert publish(records) == [1]
    assert [letter["sequence_number"] for letter in bus.letters] == [sequence_number(0)]
    assert publish(records[1:]) == []
    assert [letter["sequence_number"] for letter in bus.letters] == [sequence_number(0), sequence_number(2)]


def test_the_log_line_counts_events_and_names_no_booking(
    bus: EventBus, capsys: pytest.CaptureFixture[str]
) -> None:
    publish([*holds(3), poison(3)])

    (line,) = written(capsys)
    assert (line["level"], line["message"], line["records"]) == ("ERROR", "events published", 4)
    assert metrics(line) == {
        "EventsPublished": Metric(3, COUNT, SERVICE),
        "EventsUnreadable": Metric(1, COUNT, SERVICE),
    }
    said = str(line | {"timestamp": ""})  # a date may contain an id as short as "2-0"
    assert not [each for each in ("Canary", "20261202T", "PROVIDER#", bus.ids[0]) if each in said]
    assert "Canary" not in str([bus.entries, bus.letters])


def test_a_healthy_batch_costs_one_metric(bus: EventBus, capsys: pytest.CaptureFixture[str]) -> None:
    publish(holds(3))

    (line,) = written(capsys)
    assert (line["level"], metrics(line)) == ("INFO", {"EventsPublished": Metric(3, COUNT, SERVICE)})


@pytest.mark.parametrize(
    ("fault", "error"),
    [(FAULTS["throttled"], "ClientError ThrottlingException"), ("InternalFailure", "InternalFailure")],
)
def test_a_failure_is_logged_as_a_warning_with_its_cause(
    bus: EventBus, capsys: pytest.CaptureFixture[str], fault: Any, error: str
) -> None:
    bus.faults.append(fault)
    publish(holds(1))

    (line,) = written(capsys)
    assert (line["level"], line["error"]) == ("WARN", error)
    assert metrics(line) == {"EventsPublished": Metric(0, COUNT, SERVICE)}
