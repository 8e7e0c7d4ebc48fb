"""Each minute, what is due in the index gets a message. It stays there until its attempt has ended."""

from typing import Any

import pytest

from holdfast.dynamodb import actions, table
from holdfast.webhooks.retry import Run, retry_deliveries
from holdfast.webhooks.steps import MOVED_SECONDS
from testkit.api import handler
from testkit.clock import Clock
from testkit.events import LambdaContext, load_event
from testkit.interference import before
from testkit.webhook_items import delivery_of, stored_delivery, stored_webhook
from testkit.webhooks import Office


def run() -> Run:
    return retry_deliveries(lambda: True)


def test_what_is_due_gets_a_message_and_is_moved_on(office: Office, clock: Clock) -> None:
    stored_delivery(event_id="5-1", next_at=clock.now - 20)
    stored_delivery(event_id="6-1", next_at=clock.now)
    stored_delivery(event_id="7-1", next_at=clock.now + 1)

    assert run() == Run(sent=2, oldest_age=20)
    assert office.asked() == [(4, "5-1", False, 0), (4, "6-1", False, 0)]
    assert [delivery_of(event_id=each).next_at for each in ("5-1", "6-1", "7-1")] == [
        clock.now + MOVED_SECONDS,
        clock.now + MOVED_SECONDS,
        clock.now + 1,
    ]
    assert run() == Run()


def test_a_message_that_is_lost_is_sent_again(office: Office, clock: Clock) -> None:
    stored_webhook()
    stored_delivery(next_at=clock.now)
    run()
    office.asked()

    clock.advance(MOVED_SECONDS - 1)
    assert run().sent == 0
    clock.advance(1)
    assert run().sent == 1
    office.run(lambda at: setattr(clock, "now", at), clock.now + 1)
    assert (delivery_of().status, delivery_of().next_at) == ("delivered", None)


def test_what_was_delivered_meanwhile_does_not_get_into_the_index_again(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_webhook()
    delivery = stored_delivery(next_at=clock.now)
    before(monkeypatch, "update_item", lambda: office.ask(delivery))

    assert run().sent == 1
    assert (delivery_of().status, delivery_of().next_at) == ("delivered", None)


def test_what_the_queue_refuses_stays_due(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        stored_delivery(event_id=f"{number}-1", next_at=clock.now - number)
    with monkeypatch.context() as patch:
        refusal = {"Successful": [{"Id": "0"}, {"Id": "2"}], "Failed": [{"Id": "1", "Code": "InternalError"}]}
        patch.setattr(Office, "send_message_batch", lambda *_, **__: refusal)
        assert run() == Run(sent=2, failed=1, oldest_age=2)

    assert run() == Run(sent=1, oldest_age=1)
    assert office.asked() == [(4, "1-1", False, 0)]


def test_a_row_that_cannot_be_read_keeps_no_other_waiting(office: Office, clock: Clock) -> None:
    damaged: dict[str, Any] = {"PK": "WEBHOOK#x", "SK": "DELIVERY#1", "by_kind_pk": "RETRY#0"}
    table.write(actions.put(damaged | {"by_kind_sk": clock.now - 9}, None, {}))
    stored_delivery(next_at=clock.now)

    assert run() == Run(sent=1, failed=1, oldest_age=9)
    assert office.asked() == [(4, "5-1", False, 0)]


def test_the_function_returns_the_result_of_its_run_and_stops_before_its_timeout(
    office: Office, clock: Clock
) -> None:
    stored_delivery(next_at=clock.now - 30)
    late = {"sent": 0, "failed": 0, "oldest_age": 30, "finished": False}
    event = load_event("retry_deliveries")

    short = LambdaContext("retry_deliveries", remaining_ms=15_000)
    assert handler("retry_deliveries")(event, short) == late
    assert handler("retry_deliveries")(event, LambdaContext("retry_deliveries")) == late | {
        "sent": 1,
        "finished": True,
    }
