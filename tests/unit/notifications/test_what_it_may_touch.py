"""The function that sends mails needs no more keys than its policy allows."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from holdfast.notifications.disabled_message import message_of
from testkit.clock import Clock
from testkit.interference import Call, pass_through
from testkit.mails import Outbox, deliver, deliver_messages, record
from testkit.scenario import Practice, new_service
from testkit.webhook_items import stored_webhook
from tests.unit.notifications.office import Office
from tools import transform


def test_each_request_is_to_a_key_that_the_policy_names_and_each_of_them_is_needed(
    office: Office, outbox: Outbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: set[tuple[str, str]] = set()
    other = Practice(office.api, email="lee@practice.example")
    office.service = new_service(office.api, office.provider, other.provider, start_every_minutes=15)
    held = office.held(office.slots[4])
    moved = office.moved(office.confirmed(), other.slots[1])
    cancelled = office.cancelled(office.confirmed())

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        key = request.get("Key") or request["Item"]
        used.add((f"dynamodb:{name.title().replace('_', '')}", key["PK"]["S"]))
        return real(name, **request)

    stored_webhook(active=False, disabled_at=clock.now)
    pass_through(monkeypatch, passing)
    assert deliver(held, moved, cancelled) == []
    assert deliver_messages([record("1", message_of(4, clock.now))]) == []

    allowed = {
        (statement["Action"], pattern)
        for statement in _statements()
        for pattern in statement.get("Condition", {})
        .get("ForAllValues:StringLike", {})
        .get("dynamodb:LeadingKeys", [])
    }
    matched = {
        (
            action,
            next((pattern for does, pattern in allowed if does == action and fnmatchcase(key, pattern)), key),
        )
        for action, key in used
    }
    assert matched == allowed


def _statements() -> list[dict[str, Any]]:
    (policy,) = transform.resources()["SendMailFunctionRole"]["Properties"]["Policies"]
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements
