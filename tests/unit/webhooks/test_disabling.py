"""A webhook is disabled after five days of failures, or by 410. Its owner is told once."""

import pytest

from holdfast.core import settings
from holdfast.core.utc import DAY
from holdfast.dynamodb import actions, table, webhook_keys
from testkit.clock import Clock
from testkit.webhook_items import (
    delivery_of,
    health_of,
    stored_delivery,
    stored_health,
    stored_webhook,
    webhook_of,
)
from testkit.webhooks import Office

LONG = 5 * DAY


def failing(clock: Clock, since: int) -> None:
    stored_health(failures=20, failed_at=clock.now - DAY, failing_since=since)


def activate(version: int = 2) -> None:
    """Do what the API does when an owner makes the webhook active."""
    stored_webhook(version=version)
    table.write(actions.delete(webhook_keys.health(4), None, {}))


@pytest.mark.parametrize(("early", "is_active"), [(1, True), (0, False)])
def test_five_days_of_failures_disable_the_webhook(
    office: Office, clock: Clock, early: int, is_active: bool
) -> None:
    stored_webhook()
    office.usual = "500"
    failing(clock, clock.now - LONG + early)
    office.ask(stored_delivery())

    now = webhook_of()
    assert (now.active, now.disabled_at) == (is_active, None if is_active else clock.now)
    assert (now.version, delivery_of().status) == ((1, "waiting") if is_active else (2, "failed"))
    assert len(office.mails) == (not is_active)


def test_gone_disables_at_once(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "410"
    office.ask(stored_delivery())

    assert (webhook_of().active, delivery_of().status, delivery_of().outcome) == (False, "failed", "410")
    (mail,) = office.mails
    assert mail["detail"] == {
        "id": f"webhook-4-{clock.now}",
        "type": "webhook.disabled",
        "time": "2026-12-01T08:00:00Z",
        "webhook_id": 4,
    }
    assert health_of().told


def test_a_success_ends_the_failing(office: Office, clock: Clock) -> None:
    stored_webhook()
    failing(clock, clock.now - LONG + 1)
    office.ask(stored_delivery())
    clock.advance(DAY)
    office.usual = "500"
    office.ask(stored_delivery(event_id="6-1"))

    assert (webhook_of().active, health_of().failures, health_of().failing_since) == (True, 1, clock.now)


def test_the_owner_is_told_once_however_many_deliveries_wait(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "410"
    waiting = [stored_delivery(event_id=f"{number}-1") for number in range(5)]
    for delivery in waiting:
        office.ask(delivery)

    assert len(office.requests) == len(office.mails) == 1
    assert {delivery_of(event_id=each.event_id).status for each in waiting} == {"failed"}
    assert delivery_of(event_id="3-1").outcome == "not_active"


def test_a_stack_that_sends_no_mail_tells_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setenv("MAIL_FROM", "")
    settings.mail_settings.cache_clear()
    stored_webhook()
    office.usual = "410"
    office.ask(stored_delivery())

    assert (webhook_of().active, office.mails, health_of().told) == (False, [], None)


def test_what_its_owner_made_inactive_is_not_told(office: Office, clock: Clock) -> None:
    stored_webhook(active=False)
    failing(clock, clock.now - LONG)
    office.ask(stored_delivery())

    assert office.mails == []


def test_a_webhook_that_was_changed_during_the_attempt_is_not_disabled(office: Office, clock: Clock) -> None:
    """Its new URL was not tried yet."""
    stored_webhook()
    office.usual = "500"
    failing(clock, clock.now - LONG)
    office.happens = lambda: stored_webhook(version=2, url="https://better.example.com/")
    office.ask(stored_delivery())

    assert (webhook_of().active, webhook_of().url, office.mails) == (True, "https://better.example.com/", [])
    assert delivery_of().status == "waiting"


@pytest.mark.parametrize("outcome", ["410", "500", "204"])
def test_an_attempt_from_before_it_was_made_active_counts_no_more(
    office: Office, clock: Clock, outcome: str
) -> None:
    stored_webhook()
    office.usual = outcome
    failing(clock, clock.now - LONG)
    office.happens = activate
    office.ask(stored_delivery())

    assert table.get(webhook_keys.health(4)) is None
    assert (webhook_of().active, office.mails) == (True, [])


def test_a_webhook_that_was_deleted_during_the_attempt_stays_deleted(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "410"

    def delete() -> None:
        table.write(actions.delete(webhook_keys.webhook(4), None, {}))
        table.write(actions.delete(webhook_keys.health(4), None, {}))

    office.happens = delete
    office.ask(stored_delivery())

    assert table.get(webhook_keys.webhook(4)) is None
    assert table.get(webhook_keys.health(4)) is None
    assert office.mails == []


def test_the_next_disabling_is_told_again(office: Office, clock: Clock) -> None:
    stored_webhook()
    office.usual = "410"
    office.ask(stored_delivery())
    activate(version=3)
    clock.advance(10)
    office.ask(stored_delivery(event_id="6-1"))

    assert len({mail["detail"]["id"] for mail in office.mails}) == 2


def test_a_webhook_that_is_made_active_while_its_owner_is_told_is_told_of_its_next_disabling(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    office.usual = "410"
    failing(clock, clock.now - DAY)
    once = iter((True,))

    def tick(is_after: bool) -> None:
        if is_after and len(office.mails) > 0 and next(once, False):
            activate(version=3)
            stored_health(failures=1, failed_at=clock.now, failing_since=clock.now)

    office.tick = tick
    office.ask(stored_delivery())
    clock.advance(10)
    office.ask(stored_delivery(event_id="6-1"))

    assert len({mail["detail"]["id"] for mail in office.mails}) == 2


def test_it_is_told_once_even_if_another_attempt_has_succeeded_meanwhile(
    office: Office, clock: Clock
) -> None:
    stored_webhook(active=False, disabled_at=clock.now)
    stored_health()  # the success has ended the failing
    office.ask(stored_delivery())
    office.ask(stored_delivery(event_id="6-1"))

    assert len(office.mails) == 1


def test_a_webhook_that_is_made_active_while_its_owner_is_told_gets_no_health(
    office: Office, clock: Clock
) -> None:
    stored_webhook()
    office.usual = "410"

    def tick(is_after: bool) -> None:
        if is_after and office.mails:
            office.tick = lambda _: None
            activate(version=3)

    office.tick = tick
    office.ask(stored_delivery())

    assert table.get(webhook_keys.health(4)) is None
