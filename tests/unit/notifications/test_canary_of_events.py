"""No name, address, phone number or subject reaches the bus, the dead letters or the log."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.event_bus import EventBus
from testkit.scenario import Practice
from testkit.stream import Stream

SUBJECT, NAME = "canary-subject", "Canary Peregrine"
CONTACT = {"email": "canary@peregrine.example", "phone": "+49 555 0190190"}
SECRETS = [SUBJECT, NAME, *CONTACT.values(), "peregrine"]


def test_nothing_personal_is_published_kept_or_logged(
    table: Table, clock: Clock, bus: EventBus, capsys: pytest.CaptureFixture[str]
) -> None:
    practice = Practice(Api.signed_in(SUBJECT, "admins"), name=NAME)
    practice.api.put(f"/api/clients/{practice.client}", {"name": NAME, **CONTACT})
    first, second, third, _ = practice.slots
    practice.book(first)
    practice.reschedule(first, second)
    practice.cancel(second)
    practice.cancel(practice.hold(third))
    records = Stream(table).records
    assert all(secret in str(records) for secret in SECRETS)
    unreadable = [each | {"dynamodb": each["dynamodb"] | {"Keys": {}}} for each in records]
    capsys.readouterr()

    invoke("publish_events", {"Records": records})
    invoke("publish_events", {"Records": unreadable})

    assert len(bus.entries) == 6
    assert len(bus.letters) == len(records)
    seen = f"{bus.entries} {bus.letters} {capsys.readouterr().out}"
    assert not [secret for secret in SECRETS if secret in seen]
