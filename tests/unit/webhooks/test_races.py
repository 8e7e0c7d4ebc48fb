"""Two attempts at one delivery, or a new beginning by hand during one: the right one counts."""

import pytest

from holdfast.core.errors import Unavailable
from holdfast.model.delivery import Delivery
from testkit.clock import Clock
from testkit.interference import raising, twice
from testkit.webhook_items import delivery_of, health_of, stored_delivery, stored_health, stored_webhook
from testkit.webhooks import Office


def both(office: Office, delivery: Delivery, first: str, second: str) -> None:
    """Let a second message of the delivery arrive during the first one's attempt, and end before it."""
    stored_webhook()
    office.outcomes = [second, first]
    office.happens = lambda: office.ask(delivery)
    office.ask(delivery)
    assert len(office.requests) == 2
    assert len({request.body for request in office.requests}) == 1


@pytest.mark.parametrize(("first", "second"), [("204", "500"), ("500", "204"), ("204", "204")])
def test_of_two_attempts_at_once_a_success_counts(office: Office, first: str, second: str) -> None:
    both(office, stored_delivery(), first, second)

    done = delivery_of()
    assert (done.status, done.outcome, done.attempts, done.next_at) == ("delivered", "204", 1, None)


def test_of_two_failures_at_once_one_counts_for_the_delivery_and_both_for_the_endpoint(
    office: Office,
) -> None:
    both(office, stored_delivery(), "500", "503")

    assert (delivery_of().attempts, delivery_of().outcome, health_of().failures) == (1, "503", 2)
    assert office.asked() == [(4, "5-1", False, 5)]


def test_a_success_counts_even_if_the_other_attempt_was_the_last_one(office: Office, clock: Clock) -> None:
    both(office, stored_delivery(attempts=12, since=clock.now - 5 * 86_400), "204", "500")

    assert delivery_of().status == "delivered"


@pytest.mark.parametrize("outcome", ["204", "500"])
def test_an_attempt_from_before_it_was_sent_again_by_hand_does_not_count(
    office: Office, clock: Clock, outcome: str
) -> None:
    stored_webhook()
    office.usual = outcome

    def again() -> None:
        clock.advance(1)
        stored_delivery(next_at=clock.now, attempts=1)

    office.happens = again
    office.ask(stored_delivery(attempts=1))

    begun = delivery_of()
    assert (begun.status, begun.since, begun.next_at) == ("waiting", clock.now, clock.now)
    assert office.queue == []


def test_parking_does_not_undo_a_success(office: Office, clock: Clock) -> None:
    stored_webhook()
    delivery = stored_delivery()
    stored_health(failures=3, failed_at=clock.now, failing_since=clock.now)
    reads = iter((lambda: office.ask(delivery, at_once=True),))

    def tick(is_after: bool) -> None:
        if is_after and (deliver := next(reads, None)):  # just after the message has read
            deliver()

    office.tick = tick
    office.ask(delivery)

    assert (delivery_of().status, delivery_of().next_at) == ("delivered", None)


@pytest.mark.parametrize("outcome", ["204", "500"])
@pytest.mark.parametrize("operation", ["put_item", "update_item"])
def test_a_lost_response_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, clock: Clock, outcome: str, operation: str
) -> None:
    stored_webhook()
    stored_delivery()
    office.usual = outcome
    twice(monkeypatch, operation)
    office.ask(delivery_of())

    assert (delivery_of().status, delivery_of().attempts) == (
        ("delivered", 1) if outcome == "204" else ("waiting", 1)
    )
    assert health_of().failures == (outcome == "500")
    assert len(office.queue) == (outcome == "500")


def test_a_lease_whose_response_was_lost_is_not_taken_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    stored_webhook()
    delivery = stored_delivery()
    taken: list[list[int]] = []
    office.happens = lambda: taken.append(health_of().free_leases(clock.now))
    twice(monkeypatch, "update_item")
    office.ask(delivery)

    assert taken == [[2]]
    assert health_of().free_leases(clock.now) == [1, 2]


@pytest.mark.parametrize("outcome", ["204", "500"])
def test_a_note_that_comes_twice_leaves_the_lease_of_the_next_attempt(
    office: Office, monkeypatch: pytest.MonkeyPatch, clock: Clock, outcome: str
) -> None:
    """Another attempt has taken the lease in the same second, between the two."""
    stored_webhook()
    office.usual = outcome
    until = clock.now + 40

    def take() -> None:
        stored_health(lease_1=until, holder_1="another")

    office.happens = lambda: twice(monkeypatch, "update_item", between=take)
    office.ask(stored_delivery())

    health = health_of()
    assert (health.leases[1], health.holders[1], health.failures) == (until, "another", 0)


def test_a_failure_whose_note_was_lost_is_counted_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    stored_webhook()
    office.usual = "500"
    stored_health(lease_2=clock.now + 100)
    delivery = stored_delivery()

    def lose() -> None:
        twice(monkeypatch, "update_item")

    office.happens = lose
    office.ask(delivery)

    assert (health_of().failures, len(office.queue)) == (1, 1)


def test_a_message_comes_back_if_the_table_does_not_respond(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_webhook()
    raising(monkeypatch, "batch_get_item", [Unavailable()])
    delivery = stored_delivery()

    assert not office.ask(delivery)
    assert office.ask(delivery)
    assert len(office.requests) == 1


def test_an_attempt_that_fails_does_not_revive_what_another_message_has_ended(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    office.usual = "500"
    delivery = stored_delivery(attempts=2)

    def deactivate() -> None:
        stored_webhook(active=False, version=2)
        office.ask(delivery)
        stored_webhook(version=3)

    office.happens = deactivate
    office.ask(delivery)

    ended = delivery_of()
    assert (ended.status, ended.outcome, ended.next_at) == ("failed", "not_active", None)
