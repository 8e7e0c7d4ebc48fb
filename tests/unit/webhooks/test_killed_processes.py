"""Wherever a process dies, its message comes back and the delivery ends as it should, with the same bytes."""

from typing import Any

import pytest

from holdfast.core import ids
from testkit.clock import Clock
from testkit.webhook_items import delivery_of, health_of, stored_delivery, stored_webhook, webhook_of
from testkit.webhooks import Killed, Office

HOUR = 3600
SCENARIOS: dict[str, list[str]] = {
    "success": [],
    "failures": ["500", "timeout"],
    "gone": ["410"] * 9,
}


def life(office: Office, clock: Clock, number: int, outcomes: list[str], dies_at: int | None) -> int:
    """Play a delivery to its end. The process dies at one call to a service; return how many there were."""
    calls = 0

    def tick(is_after: bool) -> None:
        """To die before a call is to die after the one before it."""
        nonlocal calls
        calls += is_after
        if is_after and calls - 1 == dies_at:
            raise Killed

    office.requests.clear()
    office.mails.clear()
    office.outcomes = list(outcomes)
    stored_webhook(number)
    body = stored_delivery(number).body
    office.send_message(
        QueueUrl="/deliveries", MessageBody=f'{{"webhook_id":{number},"event_id":"5-1","at_once":false}}'
    )
    office.tick = tick
    office.run(lambda at: setattr(clock, "now", at), clock.now + 6 * HOUR)
    office.tick = lambda _: None
    assert {(request.id, request.body) for request in office.requests} == {("5-1", body.encode())}
    assert (office.queue, delivery_of(number).next_at) == ([], None)
    return calls


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_lost_wherever_the_process_dies(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(ids, "jitter", lambda most: most / 2)
    calls = life(office, clock, 1, SCENARIOS[name], None)
    for dies_at in range(calls):
        number = dies_at + 2
        life(office, clock, number, SCENARIOS[name], dies_at)
        seen: dict[str, Any] = {"dies at": dies_at, "delivery": delivery_of(number)}
        if name == "gone":
            assert not webhook_of(number).active, seen
            assert delivery_of(number).status == "failed", seen
            assert len({mail["id"] for mail in office.mails}) == 1, seen
            assert health_of(number).told, seen
        else:
            assert delivery_of(number).status == "delivered", seen
            assert (health_of(number).failures, office.mails) == (0, []), seen
    assert calls > 4
