"""An event becomes one delivery for each webhook that wants it, and one message for each."""

import json
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from holdfast.model.delivery import KEPT_SECONDS
from testkit.api import invoke
from testkit.clock import Clock
from testkit.events import load_event
from testkit.interference import raising
from testkit.items import contents
from testkit.webhook_items import delivery_of, stored_delivery, stored_webhook
from testkit.webhooks import Office

DETAIL = json.loads(load_event("plan_deliveries")["Records"][0]["body"])["detail"]
PROVIDER, EVENT = DETAIL["provider_id"], DETAIL["id"]


def plan(*details: dict[str, Any]) -> list[str]:
    """Plan these events; return the numbers of the messages that must come back."""
    event = load_event("plan_deliveries")
    (message,) = event["Records"]
    records = [
        message | {"messageId": str(number), "body": json.dumps({"detail": each})}
        for number, each in enumerate(details)
    ]
    response = invoke("plan_deliveries", {"Records": records})
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]


def asked(office: Office) -> list[int]:
    return sorted(webhook for webhook, _, at_once, delay in office.asked() if (at_once, delay) == (False, 0))


def test_each_webhook_that_wants_the_event_gets_a_delivery(office: Office, clock: Clock) -> None:
    stored_webhook(1)
    stored_webhook(2, provider_id=PROVIDER, types={DETAIL["type"], "appointment.held"})
    stored_webhook(3, types={"appointment.held"})
    stored_webhook(4, active=False)
    stored_webhook(5, provider_id=PROVIDER + 1)

    assert (plan(DETAIL), asked(office)) == ([], [1, 2])

    body = {"type": DETAIL["type"], "timestamp": DETAIL["time"], "data": DETAIL}
    planned = delivery_of(1, EVENT)
    assert json.loads(planned.body) == body
    assert planned.body == json.dumps(body, separators=(",", ":"))
    assert (planned.type, planned.status, planned.attempts) == (DETAIL["type"], "waiting", 0)
    assert planned.created_at == planned.since == clock.now
    assert (planned.next_at, planned.attempted_at, planned.outcome) == (None, None, None)


def test_a_delivery_is_kept_for_thirty_days(office: Office, table: Table, clock: Clock) -> None:
    stored_webhook(1)
    plan(DETAIL)

    stored = contents(table)["WEBHOOK#1", f"DELIVERY#{EVENT}"]
    assert stored["expires_at"] == clock.now + KEPT_SECONDS
    assert "by_kind_pk" not in stored


def test_the_provider_that_a_booking_leaves_is_told_too(office: Office) -> None:
    stored_webhook(1, provider_id=PROVIDER)
    stored_webhook(2, provider_id=7)
    stored_webhook(3, provider_id=8)

    assert plan(DETAIL | {"previous": "7-20301202T0900Z"}) == []
    assert asked(office) == [1, 2]


def test_a_repeat_stores_nothing_new_and_asks_again_while_it_waits(office: Office, clock: Clock) -> None:
    stored_webhook(1)
    plan(DETAIL)
    first = delivery_of(1, EVENT)
    office.asked()
    clock.advance(90)

    assert (plan(DETAIL), asked(office), delivery_of(1, EVENT)) == ([], [1], first)


@pytest.mark.parametrize("status", ["delivered", "failed"])
def test_a_repeat_after_the_end_changes_nothing(office: Office, status: str) -> None:
    stored_webhook(1)
    before = stored_delivery(1, EVENT, status=status, attempts=3, outcome="204")

    assert (plan(DETAIL), asked(office), delivery_of(1, EVENT)) == ([], [], before)


def test_without_webhooks_an_event_costs_one_read(office: Office, table: Table) -> None:
    assert (plan(DETAIL), office.queue, contents(table)) == ([], [], {})


def test_one_webhook_keeps_no_other_waiting_and_the_event_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        stored_webhook(number)
    with monkeypatch.context() as patch:
        raising(patch, "put_item", [Unavailable()])
        assert plan(DETAIL) == ["0"]
    assert len(office.queue) == 1
    assert plan(DETAIL) == []
    assert len(office.queue) == 3


def test_a_message_that_is_no_event_keeps_no_other_waiting(office: Office) -> None:
    stored_webhook(1)

    assert plan({}, DETAIL, {"id": 5}) == ["0", "2"]
    assert asked(office) == [1]
