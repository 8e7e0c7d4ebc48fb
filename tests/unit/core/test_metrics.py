"""The functions log metrics in the embedded metric format, and count each action once."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.app import resolver, serve
from holdfast.api.words import WORDS
from holdfast.core import errors, telemetry
from holdfast.core.errors import Problem
from holdfast.core.utc import DAY
from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.events import LambdaContext, http_event, load_event
from testkit.interference import before
from testkit.logs import Metric, metrics, written
from testkit.problems import a_problem
from testkit.scenario import Practice

Counted = Callable[[], list[dict[str, Metric]]]

SERVICE = {"service": "holdfast"}
HOUR = 60 * 60
ONE = Metric(1, "Count", SERVICE)


@pytest.fixture
def counted(practice: Practice, capsys: pytest.CaptureFixture[str]) -> Counted:
    """Return a function that lists the metrics logged since its last call."""
    written(capsys)
    return lambda: [metrics(line) for line in written(capsys)]


def test_holds_confirmations_and_cancellations_are_counted(practice: Practice, counted: Counted) -> None:
    slot = practice.slots[0]
    practice.book(slot)
    practice.cancel(slot)
    practice.hold(slot)
    practice.cancel(slot)

    hold, cancellation = {"Holds": ONE}, {"Cancellations": ONE}
    assert counted() == [hold, {"Confirmations": ONE}, cancellation, hold, cancellation]


def test_a_repeated_request_is_counted_once(practice: Practice, counted: Counted) -> None:
    slot = practice.slots[0]
    assert [practice.reserve(slot, key="again").status for _ in range(3)] == [201, 200, 200]
    assert practice.reserve(slot).status == 200
    assert [practice.confirm(slot).status for _ in range(3)] == [200, 200, 200]

    assert counted() == [{"Holds": ONE}, {}, {}, {}, {"Confirmations": ONE}, {}, {}]


def test_two_concurrent_confirmations_are_counted_once(
    practice: Practice, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = practice.hold(practice.slots[0])
    counted()
    before(monkeypatch, "transact_write_items", lambda: practice.confirm(slot))

    assert practice.confirm(slot).status == 200
    assert counted() == [{"Confirmations": ONE}, {}]


def test_two_concurrent_cancellations_are_counted_once(
    practice: Practice, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = practice.book(practice.slots[0])
    counted()
    before(monkeypatch, "transact_write_items", lambda: practice.cancel(slot))

    assert practice.cancel(slot).status == 200
    assert counted() == [{"Cancellations": ONE}, {}]


def test_reading_and_opening_slots_count_nothing(practice: Practice, counted: Counted) -> None:
    practice.status(practice.slots[0])
    practice.open("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    practice.api.get("/api/appointments")

    assert counted() == [{}, {}, {}]


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: WORDS[kind].code)
def test_every_refusal_is_counted_by_its_code(
    kind: type[Problem], capsys: pytest.CaptureFixture[str]
) -> None:
    app = resolver()

    @app.get("/refused")
    def refuse() -> None:
        raise a_problem(kind)

    event = http_event(
        "GET", "/refused", route="/api/providers", path_parameters={}, query="", headers={}, body=None
    )
    serve(app, event, LambdaContext("any"))  # type: ignore[arg-type]

    (line,) = written(capsys)
    assert metrics(line) == {"Refusals": Metric(1, "Count", SERVICE | {"code": WORDS[kind].code})}
    assert (line["message"], line["code"], line["status"]) == ("refused", *reversed(WORDS[kind][:2]))


def test_refusals_before_and_after_routing_are_counted(practice: Practice, counted: Counted) -> None:
    Api.signed_in("alice").post("/api/providers", {"name": "A"})
    practice.api.post("/api/clients", "x" * 20_000)
    practice.api.post("/api/clients", "{")
    practice.api.post("/api/clients", {"name": ""})
    practice.api.get("/api/clients/x")
    practice.confirm(practice.slots[0])

    codes = [line["Refusals"].dimensions["code"] for line in counted()]
    assert codes == ["forbidden", "too_large", "malformed", "invalid", "not_found", "hold_expired"]


def test_a_write_whose_response_is_then_refused_counts_as_both(
    practice: Practice, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise errors.Unavailable

    slot = practice.hold(practice.slots[0])
    counted()
    monkeypatch.setattr("holdfast.queries.appointments.Current.zone", property(refuse))
    practice.confirm(slot)

    unavailable = Metric(1, "Count", SERVICE | {"code": "unavailable"})
    assert counted() == [{"Confirmations": ONE, "Refusals": unavailable}]


@pytest.mark.parametrize(("late", "lapses"), [(30, 2), (0, 1), (-60, 0)])
def test_each_sweep_measures_its_lapses_and_the_oldest_lapsed_hold(
    practice: Practice, counted: Counted, clock: Clock, late: int, lapses: int
) -> None:
    for slot in practice.slots[:2]:
        practice.hold(slot)
        clock.advance(10)
    clock.advance(1780 + late)
    counted()

    invoke("expire_holds", load_event("expire_holds"))

    (line,) = counted()
    assert line["Lapses"] == Metric(lapses, "Count", SERVICE)
    assert line["OldestLapsedHold"] == Metric(max(late, 0), "Seconds", SERVICE)


def test_a_sweep_that_finds_nothing_is_measured(
    table: Table, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "perf_counter", iter([10.0, 10.25, 11.0]).__next__)

    invoke("expire_holds", load_event("expire_holds"))

    assert [metrics(line) for line in written(capsys)] == [
        {
            "Lapses": Metric(0, "Count", SERVICE),
            "OldestLapsedHold": Metric(0, "Seconds", SERVICE),
            "SweepTime": Metric(250, "Milliseconds", SERVICE),
        }
    ]


def test_each_run_that_extends_calendars_measures_its_days_and_the_most_overdue(
    practice: Practice, counted: Counted, clock: Clock
) -> None:
    practice.put_hours({"weekly": {"wed": [["09:00", "10:00"]]}, "horizon_days": 2})
    clock.advance(8 * DAY + 60)  # 2026-12-09 fell due at midnight, seven days ago
    counted()

    invoke("extend_calendars", load_event("extend_calendars"))
    invoke("extend_calendars", load_event("extend_calendars"))

    first, second = counted()
    late = Metric(8 * DAY + 60 - 16 * HOUR, "Seconds", SERVICE)
    assert (first["ExtendedDays"], first["OldestDueCalendar"]) == (ONE, late)
    assert second["ExtendedDays"] == Metric(0, "Count", SERVICE)
    assert second["OldestDueCalendar"] == Metric(0, "Seconds", SERVICE)
    assert first.keys() == second.keys() == {"ExtendedDays", "OldestDueCalendar", "ExtendTime"}
