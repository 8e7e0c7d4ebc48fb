"""What webhooks cost, and that an endpoint gets two attempts at once whoever asks, on AWS's own engine."""

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.webhooks import plan, post
from holdfast.webhooks.retry import retry_deliveries
from testkit import webhooks
from testkit.clock import Clock
from testkit.events import load_event
from testkit.meter import metered
from testkit.webhook_items import delivery_of, health_of, stored_delivery, stored_webhook
from testkit.webhooks import Office

BATCH, PUT, UPDATE, QUERY = "batch_get_item", "put_item", "update_item", "query"
PLANNED = json.loads(load_event("plan_deliveries")["Records"][0]["body"])["detail"]

Costs = Callable[[Callable[[], object]], tuple[list[str], float, float]]


@pytest.fixture
def office(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Office:
    return webhooks.opened(monkeypatch)


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> Costs:
    """Return a function that runs another one, and returns its requests, read units and write units."""

    def costs(run: Callable[[], object]) -> tuple[list[str], float, float]:
        with metered(monkeypatch) as bill:
            run()
        return bill.calls, bill.read, bill.written

    return costs


def planning() -> None:
    for step in plan.steps_of(json.dumps({"detail": PLANNED})):
        step()


def test_a_delivery_costs_six_read_units_and_six_write_units(office: Office, costs: Costs) -> None:
    assert costs(planning) == ([BATCH], 2, 0)  # no webhook wants it
    stored_webhook()

    assert costs(planning) == ([BATCH, BATCH, PUT], 3, 2)
    assert costs(lambda: office.handle(office.queue.pop().body)) == ([BATCH, UPDATE, UPDATE, PUT], 3, 4)
    assert delivery_of(4, PLANNED["id"]).status == "delivered"


def test_a_retry_from_the_index_costs_half_a_read_unit_and_three_write_units(
    office: Office, clock: Clock, costs: Costs
) -> None:
    stored_delivery(next_at=clock.now)

    calls, read, written = costs(lambda: retry_deliveries(lambda: True))
    assert (calls, written) == ([QUERY, UPDATE], 3)
    assert read <= 0.5


def test_an_endpoint_gets_two_attempts_at_once_however_many_ask(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_webhook()
    deliveries = [stored_delivery(event_id=f"{number}-0") for number in range(8)]
    lock, both = threading.Lock(), threading.Barrier(2)
    now, most, met = 0, 0, 0

    def slow(_address: object, _headers: Mapping[str, str], _body: bytes) -> str:
        nonlocal now, most, met
        with lock:
            now, most = now + 1, max(most, now + 1)
        try:
            both.wait(1)
            met += 1
        except threading.BrokenBarrierError:
            pass
        with lock:
            now -= 1
        return "204"

    monkeypatch.setattr(post, "post", slow)
    with ThreadPoolExecutor(len(deliveries)) as pool:
        assert all(pool.map(office.ask, deliveries))

    done = [delivery_of(event_id=each.event_id).status for each in deliveries].count("delivered")
    assert most == 2
    assert met >= 2
    assert done + len(office.queue) == len(deliveries)
    assert health_of().failures == 0


def test_of_two_messages_of_one_delivery_at_once_one_result_is_stored(office: Office, clock: Clock) -> None:
    stored_webhook()
    for number in range(10):
        delivery: Any = stored_delivery(event_id=f"{number}-0")
        office.usual = "500"
        office.start_another_process()
        with ThreadPoolExecutor(2) as pool:
            assert all(pool.map(lambda each: office.ask(each, at_once=True), [delivery] * 2))
        after = delivery_of(event_id=f"{number}-0")
        assert (after.status, after.attempts) in {("waiting", 1), ("waiting", 2)}
        asked = [event for _, event, _, _ in office.asked()]
        assert asked or after.next_at  # somebody sees to the next attempt
