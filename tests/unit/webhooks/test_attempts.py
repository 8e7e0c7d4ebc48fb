"""An attempt delivers an event, or sees to the next attempt. Endpoints that fail are spared."""

import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook as Verifier

from holdfast.core import ids, settings
from holdfast.core.utc import DAY
from holdfast.dynamodb import table, webhook_keys
from holdfast.model.delivery import KEPT_SECONDS
from holdfast.webhooks import steps
from holdfast.webhooks.leases import LEASE_SECONDS
from holdfast.webhooks.steps import MOVED_SECONDS
from local import template
from testkit.clock import Clock
from testkit.webhook_items import (
    SECRET,
    delivery_of,
    health_of,
    stored_delivery,
    stored_health,
    stored_webhook,
    webhook_of,
)
from testkit.webhooks import Office

HOUR = 3600


def paused(clock: Clock, failures: int = 2) -> None:
    """Store the health of an endpoint that has just failed so often in a row."""
    stored_health(failures=failures, failed_at=clock.now, failing_since=clock.now)


def test_an_event_is_signed_sent_and_noted(office: Office, clock: Clock) -> None:
    stored_webhook()
    delivery = stored_delivery()

    assert office.ask(delivery)

    (request,) = office.requests
    assert (request.address.host, request.address.target) == ("hooks.example.com", "/in?key=1")
    assert request.body == delivery.body.encode()
    assert json.loads(request.body)["data"]["id"] == request.id == "5-1"
    moment = datetime.fromtimestamp(clock.now, UTC)
    assert request.headers == {
        "content-type": "application/json",
        "user-agent": "Holdfast",
        "webhook-id": "5-1",
        "webhook-timestamp": str(clock.now),
        "webhook-signature": Verifier(SECRET).sign("5-1", moment, delivery.body),
    }
    done = delivery_of()
    assert (done.status, done.attempts, done.attempted_at, done.outcome) == (
        "delivered",
        1,
        clock.now,
        "204",
    )
    assert done.body == delivery.body
    assert (health_of().failures, health_of().free_leases(clock.now)) == (0, [1, 2])
    assert office.queue == []


def test_a_message_about_an_event_that_was_delivered_or_given_up_sends_nothing(office: Office) -> None:
    stored_webhook()
    for number, status in enumerate(("delivered", "failed")):
        office.ask(stored_delivery(event_id=f"{number}-1", status=status))
    office.ask(stored_delivery(event_id="7-1"))
    office.handle('{"webhook_id":4,"event_id":"8-1","at_once":false}')  # TTL has deleted it

    assert [request.id for request in office.requests] == ["7-1"]


@pytest.mark.parametrize("outcome", ["200", "201", "204", "299"])
def test_every_2xx_is_a_success(office: Office, outcome: str) -> None:
    stored_webhook()
    office.usual = outcome
    office.ask(stored_delivery())

    assert delivery_of().status == "delivered"


@pytest.mark.parametrize("outcome", ["301", "302", "307", "400", "404", "500", "timeout", "private_address"])
def test_everything_else_is_a_failure(office: Office, clock: Clock, outcome: str) -> None:
    stored_webhook()
    office.usual = outcome
    office.ask(stored_delivery())

    failed = delivery_of()
    assert (failed.status, failed.attempts, failed.outcome) == ("waiting", 1, outcome)
    health = health_of()
    assert (health.failures, health.failed_at, health.failing_since) == (1, clock.now, clock.now)
    assert health.free_leases(clock.now) == [1, 2]


def test_a_url_that_is_allowed_no_longer_is_not_called(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_webhook(url="http://127.0.0.1:8000/")
    office.ask(stored_delivery())
    assert (office.requests, delivery_of().outcome) == ([], "not_allowed")

    monkeypatch.setenv("LOOPBACK_WEBHOOKS", "1")
    settings.webhook_settings.cache_clear()
    office.ask(delivery_of())
    assert (len(office.requests), delivery_of().status) == (1, "delivered")


def test_the_second_attempt_is_a_message_after_five_seconds(office: Office) -> None:
    stored_webhook()
    office.usual = "500"
    office.ask(stored_delivery(), at_once=True)

    assert (delivery_of().next_at, office.asked()) == (None, [(4, "5-1", False, 5)])


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(1, 300), (2, 1800), (3, 2 * HOUR), (4, 5 * HOUR), (5, 10 * HOUR), (6, 14 * HOUR), (9, 14 * HOUR)],
)
def test_each_later_attempt_waits_in_the_index(
    office: Office, clock: Clock, attempts: int, wait: int
) -> None:
    stored_webhook()
    office.usual = "500"
    office.ask(stored_delivery(attempts=attempts))

    assert (delivery_of().next_at, office.queue) == (clock.now + wait, [])


@pytest.mark.parametrize(("age", "status"), [(5 * DAY - 14 * HOUR, "waiting"), (5 * DAY, "failed")])
def test_an_event_is_given_up_if_its_next_attempt_were_after_five_days(
    office: Office, clock: Clock, age: int, status: str
) -> None:
    stored_webhook()
    office.usual = "500"
    office.ask(stored_delivery(attempts=8, since=clock.now - age))

    given_up = delivery_of()
    assert (given_up.status, given_up.attempts, given_up.outcome) == (status, 9, "500")
    assert (given_up.next_at is None) == (status == "failed")


def test_the_fourth_hour_counts_from_when_it_was_sent_again_by_hand(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "500"
    office.ask(stored_delivery(created_at=clock.now - 20 * DAY, attempts=1))

    assert delivery_of().next_at == clock.now + 300


# The pause of an endpoint


def test_an_endpoint_that_failed_twice_in_a_row_is_left_alone_until_its_next_step(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_webhook()
    paused(clock)
    monkeypatch.setattr(ids, "jitter", lambda most: most / 2)
    clock.advance(299)
    office.ask(stored_delivery())

    assert (office.requests, office.queue) == ([], [])
    assert (delivery_of().next_at, delivery_of().attempts) == (clock.now + 1 + 30, 0)
    clock.advance(1)
    office.ask(delivery_of())
    assert len(office.requests) == 1
    assert (delivery_of().next_at, health_of().failures) == (None, 0)


def test_one_failure_is_no_pause(office: Office, clock: Clock) -> None:
    stored_webhook()
    paused(clock, failures=1)
    office.ask(stored_delivery())

    assert len(office.requests) == 1


def test_a_message_by_hand_ignores_the_pause(office: Office, clock: Clock) -> None:
    stored_webhook()
    paused(clock, failures=6)
    office.ask(stored_delivery(), at_once=True)

    assert (len(office.requests), health_of().failures) == (1, 0)


def test_what_would_wait_for_more_than_five_days_is_given_up(office: Office, clock: Clock) -> None:
    stored_webhook()
    paused(clock, failures=7)
    office.ask(stored_delivery(since=clock.now - 5 * DAY + 14 * HOUR))
    office.ask(stored_delivery(event_id="6-1", since=clock.now - 5 * DAY + 14 * HOUR - 1))

    assert (delivery_of().status, delivery_of(event_id="6-1").status) == ("waiting", "failed")


# Leases


def begun_meanwhile(office: Office, *others: str) -> None:
    """Ask for the deliveries of other events while the first one is under way, each during the last."""

    def begin() -> None:
        begun_meanwhile(office, *others[1:])
        office.ask(stored_delivery(event_id=others[0]))

    if others:
        office.happens = begin


def test_an_endpoint_gets_two_attempts_at_once_and_a_third_one_waits_some_seconds(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    begun_meanwhile(office, "6-1", "7-1")
    office.ask(stored_delivery())

    assert [request.id for request in office.requests] == ["5-1", "6-1"]
    ((webhook, event, at_once, delay),) = office.asked()
    assert (webhook, event, at_once) == (4, "7-1", False)
    assert 5 <= delay < 15
    assert delivery_of(event_id="7-1").attempts == 0


def test_who_found_an_endpoint_busy_reads_nothing_for_two_seconds(office: Office, clock: Clock) -> None:
    stored_webhook()
    calls: list[bool] = []
    begun_meanwhile(office, "6-1", "7-1")
    office.ask(stored_delivery())
    office.asked()
    third = delivery_of(event_id="7-1")
    clock.advance(1)
    office.tick = calls.append

    office.ask(third, at_once=True)

    assert calls == [False, True]  # only the message
    ((_, event, at_once, delay),) = office.asked()
    assert (event, at_once, 5 <= delay < 15) == ("7-1", True, True)
    clock.advance(1)
    office.ask(third)
    assert [request.id for request in office.requests] == ["5-1", "6-1", "7-1"]
    assert office.asked() == []


def test_an_endpoint_that_keeps_failing_gets_one_attempt_at_once(office: Office, clock: Clock) -> None:
    stored_webhook()
    paused(clock)
    clock.advance(300)
    begun_meanwhile(office, "6-1")
    office.ask(stored_delivery())

    assert [request.id for request in office.requests] == ["5-1"]
    assert [event for _, event, _, _ in office.asked()] == ["6-1"]


def test_an_endpoint_that_fails_twice_while_a_third_attempt_begins_is_spared(
    office: Office, clock: Clock
) -> None:
    """Both leases are free again, but what the third attempt has read of the endpoint is out of date."""
    stored_webhook()
    office.usual = "500"
    first, second = stored_delivery(), stored_delivery(event_id="6-1")
    third = stored_delivery(event_id="7-1")
    requests = iter((lambda: (office.ask(first), office.ask(second)),))

    def tick(is_after: bool) -> None:
        if is_after and (both := next(requests, None)):  # just after the third has read
            both()

    office.tick = tick
    office.ask(third)

    assert [request.id for request in office.requests] == ["5-1", "6-1"]
    assert delivery_of(event_id="7-1").attempts == 0


@pytest.mark.parametrize("failures", [0, 2])
@pytest.mark.parametrize("taken", [(1, 2), (1,), (2,)])
def test_leases_that_others_take_after_they_were_read_are_respected(
    office: Office, clock: Clock, failures: int, taken: tuple[int, ...]
) -> None:
    stored_webhook()
    delivery = stored_delivery()
    failing = {"failures": failures, "failed_at": clock.now - 300, "failing_since": clock.now - 300}
    before = failing if failures else {}
    stored_health(**before)
    until = clock.now + LEASE_SECONDS - 1
    others = iter((lambda: stored_health(**before, **{f"lease_{number}": until for number in taken}),))

    def tick(is_after: bool) -> None:
        if is_after and (take := next(others, None)):  # just after this attempt has read
            take()

    office.tick = tick
    office.ask(delivery)

    # An endpoint that responds has room for one more unless both are taken; one that fails never has.
    assert len(office.requests) == (len(taken) == 1 and not failures)
    assert len(office.asked()) == 1 - len(office.requests)


def test_a_lease_ends_by_itself_after_the_function_would_have(office: Office, clock: Clock) -> None:
    stored_webhook()
    stored_health(lease_1=clock.now + LEASE_SECONDS, lease_2=clock.now + LEASE_SECONDS)
    delivery = stored_delivery()
    clock.advance(LEASE_SECONDS - 1)
    office.ask(delivery)
    assert office.requests == []

    clock.advance(1)
    office.start_another_process()
    office.ask(delivery)
    assert len(office.requests) == 1
    function = template.function_properties()["SendDeliveriesFunction"]
    queue = template.resources("AWS::SQS::Queue")["DeliveryQueue"]
    assert function["Timeout"] < LEASE_SECONDS < queue["VisibilityTimeout"] == 6 * function["Timeout"]


def test_an_attempt_that_took_too_long_gives_back_no_other_lease(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "500"
    stored_health(lease_2=clock.now + 10 * LEASE_SECONDS)  # so that all use the other one

    def late() -> None:
        clock.advance(LEASE_SECONDS)
        office.happens = check
        office.ask(stored_delivery(event_id="6-1"))

    def check() -> None:
        seen.append(health_of().leases[1])

    seen: list[int] = []
    office.happens = late
    office.ask(stored_delivery())
    assert seen == [clock.now + LEASE_SECONDS]
    assert health_of().failures == 1  # that of the second; the first one had no lease any more


def test_a_busy_endpoint_keeps_a_delivery_of_the_index_out_of_the_next_runs(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    stored_health(lease_1=clock.now + LEASE_SECONDS, lease_2=clock.now + LEASE_SECONDS)
    office.ask(stored_delivery(attempts=2, next_at=clock.now + 60))
    assert delivery_of().next_at == clock.now + MOVED_SECONDS
    assert len(office.asked()) == 1

    clock.advance(10)
    office.ask(delivery_of(), at_once=True)
    assert delivery_of().next_at == clock.now - 10 + MOVED_SECONDS  # no write each time
    ((*_, at_once, _),) = office.asked()
    assert at_once


def test_the_health_is_forgotten_some_time_after_the_last_attempt(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.ask(stored_delivery())
    assert (table.get(webhook_keys.health(4)) or {})["expires_at"] == clock.now + KEPT_SECONDS


def test_what_has_waited_for_minutes_waits_in_the_index_while_the_endpoint_is_busy(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    stored_health(lease_1=clock.now + LEASE_SECONDS, lease_2=clock.now + LEASE_SECONDS)
    office.ask(stored_delivery(since=clock.now - 299))
    assert (len(office.asked()), delivery_of().next_at) == (1, None)

    office.start_another_process()
    office.ask(stored_delivery(since=clock.now - 300))
    assert office.asked() == []
    assert 60 <= (delivery_of().next_at or 0) - clock.now <= 120
    office.start_another_process()
    office.ask(stored_delivery(since=clock.now - 5 * DAY))
    assert (delivery_of().status, office.asked()) == ("failed", [])


def test_a_failure_by_hand_during_a_pause_does_not_lengthen_it(office: Office, clock: Clock) -> None:
    stored_webhook()
    paused(clock, failures=3)
    clock.advance(60)
    office.usual = "500"
    office.ask(stored_delivery(), at_once=True)

    assert (delivery_of().attempts, delivery_of().outcome) == (1, "500")
    health = health_of()
    assert (health.failures, health.failed_at) == (3, clock.now - 60)
    assert health.free_leases(clock.now) == [1, 2]
    office.usual = "410"
    office.ask(stored_delivery(event_id="6-1"), at_once=True)
    assert (webhook_of().active, len(office.mails)) == (False, 1)


# Webhooks that get nothing


def test_what_was_meant_for_a_deleted_webhook_does_not_go_to_one_with_its_id(
    office: Office, clock: Clock
) -> None:
    stored_webhook(created_at=clock.now)
    office.ask(stored_delivery(created_at=clock.now - 1, next_at=1))
    office.ask(stored_delivery(event_id="6-1", created_at=clock.now))

    ended = delivery_of()
    assert (ended.status, ended.outcome, ended.next_at) == ("failed", "deleted", None)
    assert [request.id for request in office.requests] == ["6-1"]


def test_a_webhook_that_is_not_active_gets_nothing(office: Office) -> None:
    stored_webhook(active=False)
    office.ask(stored_delivery(next_at=1))

    ended = delivery_of()
    assert (ended.status, ended.outcome, ended.next_at) == ("failed", "not_active", None)
    assert (office.requests, office.queue, office.mails) == ([], [], [])


def test_a_webhook_that_was_deleted_gets_nothing_and_leaves_the_index(office: Office) -> None:
    office.ask(stored_delivery(next_at=1))

    ended = delivery_of()
    assert (ended.status, ended.outcome, ended.next_at) == ("failed", "deleted", None)
    assert office.requests == []


def test_both_secrets_sign_for_a_day_after_a_rotation(office: Office, clock: Clock) -> None:
    new = "whsec_" + "bmV3" * 8
    stored_webhook(secrets=[new, SECRET], rotated_at=clock.now)
    clock.advance(DAY - 1)
    office.ask(stored_delivery())
    clock.advance(1)
    office.ask(stored_delivery(event_id="6-1"))

    during, after = office.requests
    for secret in (new, SECRET):
        moment = datetime.fromtimestamp(clock.now - 1, UTC)
        expected = Verifier(secret).sign("5-1", moment, during.body.decode())
        assert expected in during.headers["webhook-signature"].split(" ")
    assert len(during.headers["webhook-signature"].split(" ")) == 2
    assert after.headers["webhook-signature"] == Verifier(new).sign(
        "6-1", datetime.fromtimestamp(clock.now, UTC), after.body.decode()
    )
    assert webhook_of().secrets == [new, SECRET]


def test_the_steps_are_those_of_the_documents() -> None:
    assert [steps.after(failures) for failures in range(1, 10)] == [
        *(5, 300, 1800, 7200, 18_000, 36_000),
        *(50_400, 50_400, 50_400),
    ]
