"""The owner of a webhook that was disabled gets one mail, which names its host and no secret of its URL."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.settings import mail_settings
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys, webhook_keys
from holdfast.notifications.disabled_message import message_of
from testkit.clock import Clock
from testkit.mails import Outbox, deliver_messages, record
from testkit.scenario import new_provider
from testkit.webhook_items import stored_webhook
from tests.unit.notifications.office import DANA, Office

OWNER, URL = "owner@practice.example", "https://hooks.example.com:8443/in/secret-path?key=secret-key"


def told(outbox: Outbox, *, at: int, webhook_id: int = 4) -> list[str]:
    """Let the function handle the message, twice; return to whom its mails went."""
    message = record("1", message_of(webhook_id, at))
    assert deliver_messages([message]) == deliver_messages([message]) == []
    return [sent.to for sent in outbox.take()]


def disabled(clock: Clock, **other: Any) -> None:
    stored_webhook(**{"url": URL, "active": False, "disabled_at": clock.now, "email": OWNER, **other})


def test_its_owner_is_told_once(office: Office, outbox: Outbox, clock: Clock, table: Table) -> None:
    disabled(clock, description="The till of\r\nhttps://evil.example")
    message = record("1", message_of(4, clock.now))
    assert (deliver_messages([message]), deliver_messages([message])) == ([], [])

    (sent,) = outbox.take()
    assert (sent.to, sent.subject) == (OWNER, "Switched off: the webhook to hooks.example.com")
    for text in (sent.text, sent.html):
        assert "hooks.example.com" in text
        assert "The till of https evil.example" in text.replace("\n", " ")
        assert "five days" in text
    whole = outbox.raw[0].decode()
    assert "secret-" not in whole
    assert "whsec" not in whole
    assert sent.method is None
    assert sent.mail["Message-ID"] == f"<webhook-4-{clock.now}.owner@practice.example>"
    assert sent.mail["Auto-Submitted"] == "auto-generated"
    mark = table.get_item(Key=keys.mark(f"webhook-4-{clock.now}", "owner")._asdict())["Item"]
    assert (mark["sent"], mark["expires_at"]) == (True, clock.now + 2 * DAY)


def test_without_an_address_of_its_own_the_provider_is_told(
    office: Office, outbox: Outbox, clock: Clock
) -> None:
    disabled(clock, email=None, provider_id=office.provider)

    assert told(outbox, at=clock.now) == [DANA]


def test_a_provider_that_was_made_anew_is_not_told(
    office: Office, outbox: Outbox, clock: Clock, table: Table
) -> None:
    disabled(clock, email=None, provider_id=office.provider)
    table.delete_item(Key=webhook_keys.webhooks_of(office.provider)._asdict())

    assert told(outbox, at=clock.now) == []


@pytest.mark.parametrize("who", ["everybody's", "a provider without address", "a provider who is gone"])
def test_without_any_address_nobody_is_told(office: Office, outbox: Outbox, clock: Clock, who: str) -> None:
    ids = {"a provider without address": new_provider(office.api), "a provider who is gone": 9}
    disabled(clock, email=None, provider_id=ids.get(who))

    assert told(outbox, at=clock.now) == []


@pytest.mark.parametrize(
    "since",
    [{"active": True, "disabled_at": None}, {"disabled_at": 5}, {"disabled_at": None}],
    ids=["active again", "disabled again", "made inactive by hand"],
)
def test_what_is_no_longer_true_is_not_told(
    office: Office, outbox: Outbox, clock: Clock, since: dict[str, Any]
) -> None:
    disabled(clock, **since)

    assert told(outbox, at=clock.now) == []


def test_a_webhook_that_was_deleted_is_not_told(office: Office, outbox: Outbox, clock: Clock) -> None:
    assert told(outbox, at=clock.now) == []


def test_a_stack_that_sends_no_mail_does_not(
    office: Office, outbox: Outbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    disabled(clock)
    monkeypatch.setenv("MAIL_FROM", "")
    mail_settings.cache_clear()

    assert told(outbox, at=clock.now) == []


def test_each_disabling_is_told(office: Office, outbox: Outbox, clock: Clock) -> None:
    for _ in range(2):
        disabled(clock)
        assert told(outbox, at=clock.now) == [OWNER]
        clock.advance(DAY)
