"""The scheduled function deletes lapsed holds and nothing else."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings import expire
from holdfast.bookings.expire import Sweep
from testkit.api import Api, handler, invoke
from testkit.clock import Clock
from testkit.events import LambdaContext
from testkit.items import item, stored
from testkit.recorded_calls import calls
from testkit.scenario import Practice, new_client


def sweep() -> Sweep:
    return expire.expire_holds(lambda: True)


def test_only_lapsed_holds_are_cleared(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    lapsed = practice.hold(practice.slots[0])
    booked = practice.book(practice.slots[1])
    clock.advance(1)
    live = practice.hold(practice.slots[2])
    rest = [row for row in stored(table) if not row["SK"].endswith("T09:00Z")]
    clock.advance(1799)

    assert sweep() == Sweep(cleared=1, oldest_age=0, finished=True)
    assert item(table, lapsed) is None
    assert item(table, booked)
    assert item(table, live)
    assert stored(table) == rest


def test_a_sweep_without_lapsed_holds_sends_one_query_and_writes_nothing(
    api: Api, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])
    sent = calls(monkeypatch)

    assert sweep() == Sweep(0, 0, finished=True)
    assert sent == ["query"]


def test_the_report_has_the_seconds_since_the_oldest_hold_lapsed(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(100)
    practice.hold(practice.slots[1])
    clock.advance(1800)

    assert sweep() == Sweep(cleared=2, oldest_age=100, finished=True)


def test_a_sweep_that_runs_out_of_time_reports_that_it_did_not_finish(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    for slot in practice.slots[:3]:
        practice.hold(slot)
        clock.advance(1)
    clock.advance(1800)
    time_left = iter([True, True, False])

    assert expire.expire_holds(lambda: next(time_left)) == Sweep(cleared=2, oldest_age=3, finished=False)
    assert sweep() == Sweep(cleared=1, oldest_age=1, finished=True)


def test_the_function_returns_the_report_of_its_sweep(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1830)

    assert invoke("expire_holds", {}) == {"cleared": 1, "oldest_age": 30, "finished": True}
    assert invoke("expire_holds", {}) == {"cleared": 0, "oldest_age": 0, "finished": True}


def test_the_function_stops_before_its_timeout(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1830)

    report = handler("expire_holds")({}, LambdaContext("expire_holds", remaining_ms=10_000))
    assert report == {"cleared": 0, "oldest_age": 30, "finished": False}


def test_many_pages_are_cleared_in_one_run(
    api: Api, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.bookings.expire._ROWS_A_PAGE", 2)
    practice = Practice(api)
    for slot in practice.slots:
        practice.hold(slot, new_client(api))
    clock.advance(1800)

    assert sweep() == Sweep(cleared=4, oldest_age=0, finished=True)
