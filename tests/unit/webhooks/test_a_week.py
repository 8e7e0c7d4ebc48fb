"""A week of an endpoint that is dead: attempts at the documented times, then disabled, then sent by hand."""

from dataclasses import replace
from itertools import pairwise

from holdfast.core.utc import DAY
from holdfast.dynamodb import actions, table, webhook_keys
from holdfast.webhooks import messages
from holdfast.webhooks.steps import STEPS
from testkit.clock import Clock
from testkit.webhook_items import delivery_of, health_of, stored_delivery, stored_webhook, webhook_of
from testkit.webhooks import Message, Office

HOUR = 3600


def begin(office: Office, clock: Clock, event_id: str) -> None:
    stored_delivery(event_id=event_id)
    office.queue.append(Message(clock.now, messages.message(4, event_id)))


def test_a_single_event_is_tried_at_the_documented_times(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "no_connection"
    start = clock.now
    begin(office, clock, "5-1")
    office.run(lambda at: setattr(clock, "now", at), start + 7 * DAY)

    times = [request.at - start for request in office.requests]
    waits = [later - earlier for earlier, later in pairwise(times)]
    expected = [*STEPS, *[STEPS[-1]] * 6]
    assert waits[0] == STEPS[0]
    # The index is looked through once a minute.
    assert all(0 <= wait - step < 60 for wait, step in zip(waits, expected, strict=True)), waits
    assert 4 * DAY < times[-1] <= 5 * DAY
    assert (delivery_of().status, delivery_of().attempts) == ("failed", len(times))
    assert len({request.body for request in office.requests}) == 1


def test_a_week_ends_with_a_disabled_webhook_whose_owner_was_told_once(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "timeout"
    start = clock.now
    for day in range(14):  # an event twice a day
        begin(office, clock, f"{day}-1")
        office.run(lambda at: setattr(clock, "now", at), start + (day + 1) * DAY // 2)

    disabled = webhook_of()
    assert not disabled.active
    assert disabled.disabled_at is not None
    # The first attempt after five days: at most a step and an event later.
    assert 5 * DAY <= disabled.disabled_at - start <= 5 * DAY + 14 * HOUR + 120
    assert max(request.at for request in office.requests) == disabled.disabled_at
    assert [mail["id"] for mail in office.mails] == [f"webhook-4-{disabled.disabled_at}"]
    assert {delivery_of(event_id=f"{day}-1").status for day in range(14)} == {"failed"}
    assert len(office.requests) < 40  # a dead endpoint is called seldom, however many events wait
    assert office.queue == []

    # Its owner repairs it, makes it active, and sends one event again by hand, as the API does.
    table.write(actions.put(replace(disabled, active=True, disabled_at=None).to_item(), None, {}))
    table.write(actions.delete(webhook_keys.health(4), None, {}))
    office.requests.clear()
    office.usual = "204"
    again = replace(
        delivery_of(event_id="3-1"), status="waiting", attempts=0, since=clock.now, next_at=clock.now
    )
    table.write(actions.put(again.to_item(), None, {}))
    office.queue.append(Message(clock.now, messages.message(4, "3-1", at_once=True)))
    office.run(lambda at: setattr(clock, "now", at), clock.now + HOUR)

    assert [request.id for request in office.requests] == ["3-1"]
    assert (delivery_of(event_id="3-1").status, health_of().failures) == ("delivered", 0)
