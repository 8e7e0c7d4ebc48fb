"""Each event is told to the people whom it concerns, and to nobody else."""

import pytest

from holdfast.core.settings import mail_settings
from holdfast.dynamodb import keys
from testkit.mails import Outbox, deliver, released
from testkit.recorded_calls import calls
from testkit.scenario import Practice, new_service
from tests.unit.notifications.office import ALICE, DANA, Office

WHEN = "Wed 2 Dec 2026, 10:00"  # 09:00 UTC, by the clock in Berlin
LATER = "Wed 2 Dec 2026, 11:00"


def told(outbox: Outbox) -> list[tuple[str, str]]:
    return [(sent.to, sent.subject) for sent in outbox.take()]


def test_a_hold_is_told_to_the_client(office: Office, outbox: Outbox) -> None:
    assert deliver(office.held()) == []

    assert told(outbox) == [(ALICE, f"Please confirm: Consultation with Dr. Dana, {WHEN}")]


def test_a_confirmation_is_told_to_the_client_and_the_provider(office: Office, outbox: Outbox) -> None:
    assert deliver(office.confirmed()) == []

    assert told(outbox) == [
        (ALICE, f"Confirmed: Consultation with Dr. Dana, {WHEN}"),
        (DANA, f"Booked: Consultation with Alice, {WHEN}"),
    ]


def test_a_move_is_told_to_the_client_and_the_provider(office: Office, outbox: Outbox) -> None:
    event = office.moved(office.confirmed(), office.slots[4])

    assert deliver(event) == []

    assert told(outbox) == [
        (ALICE, f"Moved: Consultation with Dr. Dana, now {LATER}"),
        (DANA, f"Moved: Consultation with Alice, now {LATER}"),
    ]


def test_a_move_to_another_provider_is_told_to_both_providers(office: Office, outbox: Outbox) -> None:
    other = Practice(office.api, name="Dr. Lee", email="lee@practice.example", time_zone="Asia/Tokyo")
    office.service = new_service(office.api, office.provider, other.provider, start_every_minutes=15)
    event = office.moved(office.confirmed(), other.slots[1])

    assert deliver(event) == []

    assert told(outbox) == [
        (ALICE, "Moved: Consultation with Dr. Lee, now Wed 2 Dec 2026, 18:15"),
        ("lee@practice.example", "Moved: Consultation with Alice, now Wed 2 Dec 2026, 18:15"),
        (DANA, f"Moved to another provider: Consultation with Alice, {WHEN}"),
    ]


def test_a_cancellation_is_told_to_the_client_and_the_provider(office: Office, outbox: Outbox) -> None:
    assert deliver(office.cancelled(office.confirmed())) == []

    assert told(outbox) == [
        (ALICE, f"Cancelled: Consultation with Dr. Dana, {WHEN}"),
        (DANA, f"Cancelled: Consultation with Alice, {WHEN}"),
    ]


def test_the_end_of_a_hold_is_told_to_nobody(office: Office, outbox: Outbox) -> None:
    assert deliver(released(office.held())) == []

    assert told(outbox) == []


def test_an_event_of_an_unknown_type_is_told_to_nobody(office: Office, outbox: Outbox) -> None:
    assert deliver(office.confirmed() | {"type": "appointment.praised"}) == []

    assert told(outbox) == []


def test_a_plain_slot_is_an_appointment(office: Office, outbox: Outbox) -> None:
    deliver(office.last(office.book(office.slots[0])))

    assert told(outbox)[0] == (ALICE, f"Confirmed: Appointment with Dr. Dana, {WHEN}")


@pytest.mark.parametrize(
    "address", [None, "a@b", "ä@example.com", "a,b@example.com", "a@-..example", "a@b.c<d"]
)
def test_who_has_no_address_or_one_that_takes_no_mail_gets_none(
    office: Office, outbox: Outbox, address: str | None
) -> None:
    event = office.confirmed()
    office.change_client(email=address)

    assert deliver(event) == []

    assert [sent.to for sent in outbox.take()] == [DANA]


def test_an_address_with_a_foreign_domain_gets_mail(office: Office, outbox: Outbox) -> None:
    office.change_client(email="alice@praxis-müller.example")

    deliver(office.held())

    assert [sent.to for sent in outbox.take()] == ["alice@xn--praxis-mller-klb.example"]


def test_a_provider_without_an_address_gets_no_mail(office: Office, outbox: Outbox) -> None:
    office.change_provider(email=None)

    assert deliver(office.confirmed()) == []

    assert [sent.to for sent in outbox.take()] == [ALICE]


def test_the_address_is_read_when_the_mail_is_sent(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    office.change_client(name="Alice Moreau", email="moreau@example.com")

    deliver(event)

    assert [(sent.to, sent.mail["To"].addresses[0].display_name) for sent in outbox.take()] == [
        ("moreau@example.com", "Alice Moreau"),
        (DANA, "Dr. Dana"),
    ]


def test_a_client_who_is_gone_gets_no_mail_and_the_provider_is_told(office: Office, outbox: Outbox) -> None:
    event = office.cancelled(office.confirmed())
    office.delete(keys.client(office.client))

    assert deliver(event) == []

    assert told(outbox) == [(DANA, f"Cancelled: Consultation, {WHEN}")]


def test_a_provider_who_is_gone_gets_no_mail_and_the_client_is_told(office: Office, outbox: Outbox) -> None:
    event = office.cancelled(office.confirmed())
    office.delete(keys.provider(office.provider))

    assert deliver(event) == []

    # Nobody knows the provider's time zone any more.
    assert told(outbox) == [(ALICE, "Cancelled: Consultation, Wed 2 Dec 2026, 09:00")]


def test_a_service_that_is_gone_is_an_appointment(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    office.delete(keys.service(office.service))

    deliver(event)

    assert told(outbox)[0] == (ALICE, f"Confirmed: Appointment with Dr. Dana, {WHEN}")


def test_a_stack_without_a_sender_sends_nothing_and_reads_nothing(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = office.confirmed()
    monkeypatch.setenv("MAIL_FROM", "")
    mail_settings.cache_clear()
    sent = calls(monkeypatch)

    assert deliver(event) == []
    assert (outbox.take(), sent) == ([], [])
