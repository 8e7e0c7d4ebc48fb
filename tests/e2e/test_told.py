"""Under `make run`, people are told by mail what happens to their bookings, and act by the links in it."""

from typing import Any

import pytest

from tests.e2e import bookings
from tests.e2e.outboxes import Mail, mails
from tests.e2e.servers import Server

ANA, LENA, PHONE = "ana@canary.example", "lena@canary.example", "+49 555 0190190"


@pytest.fixture
def slots(server: Server) -> list[dict[str, Any]]:
    """Return four slots of a provider who gets mail."""
    provider = bookings.new_provider(server)
    told = {"name": "Dr. Lena Canary", "email": LENA}
    assert server.send("PUT", f"/api/providers/{provider['id']}", "admin", json=told).status_code == 200
    return bookings.open_hour(server, provider)


def new_client(server: Server, **contact: str) -> dict[str, Any]:
    made = server.post("/api/clients", {"name": "Ana Canary", **contact}, "admin")
    assert made.status_code == 201, made.text
    client: dict[str, Any] = made.json()
    return client


def status(server: Server, slot: dict[str, Any]) -> str:
    return str(server.get(f"/api/appointments/{slot['id']}", "admin").json()["status"])


def act(server: Server, mail: Mail, action: str, body: object = None) -> None:
    """Use the link in the mail, without a token of a user."""
    done = server.post(f"/api/links/{mail.token}/{action}", body)
    assert done.status_code == 200, done.text


def test_a_client_confirms_moves_and_cancels_by_the_links_in_the_mails(
    server: Server, slots: list[dict[str, Any]]
) -> None:
    first, second = slots[:2]
    booking = bookings.reserve(server, first, new_client(server, email=ANA, phone=PHONE))["booking_id"]

    (held,) = mails(server, booking, 1)
    assert (held.to, held.subject, held.method) == (ANA, "Please confirm", None)
    for path in (f"/links/{held.token}", f"/api/links/{held.token}"):
        assert server.get(path).status_code == 200
    assert status(server, first) == "held"

    act(server, held, "confirm")
    confirmed = mails(server, booking, 3)[1:]
    assert status(server, first) == "confirmed"
    act(server, held, "reschedule", {"to": second["id"]})
    moved = mails(server, booking, 5)[3:]
    assert (status(server, first), status(server, second)) == ("available", "confirmed")
    act(server, next(mail for mail in moved if mail.to == ANA), "cancel")
    cancelled = mails(server, booking, 7)[5:]
    assert status(server, second) == "available"

    for number, method, two in ((1, "REQUEST", confirmed), (2, "REQUEST", moved), (3, "CANCEL", cancelled)):
        assert {mail.to for mail in two} == {ANA, LENA}
        assert {(mail.method, mail.sequence) for mail in two} == {(method, number)}
    (uid,) = {mail.uid for mail in (*confirmed, *moved, *cancelled)}
    assert str(uid).startswith(f"{booking}@")
    tokens = {mail.token for mail in (held, *confirmed, *moved) if mail.to == ANA}
    server.wait_to_say(f"to a***@canary.example {server.url}/links/{held.token}")
    check_nothing_is_told_elsewhere(server, tokens)


def test_a_client_without_an_address_gets_no_mail(server: Server, slots: list[dict[str, Any]]) -> None:
    booking = bookings.reserve(server, slots[0], new_client(server))["booking_id"]
    assert server.post(f"/api/appointments/confirm/{slots[0]['id']}", None, "admin").status_code == 200
    mails(server, booking, 1)
    assert server.post(f"/api/appointments/cancel/{slots[0]['id']}", None, "admin").status_code == 200

    told = [(mail.to, mail.subject) for mail in mails(server, booking, 2)]
    assert told == [(LENA, "Booked"), (LENA, "Cancelled")]


def check_nothing_is_told_elsewhere(server: Server, tokens: set[str]) -> None:
    """Only the outbox shows a link, and nothing in the terminal or the log shows a name or an address."""
    shown = [line for line in server.output.splitlines() if " outbox " not in line]
    secrets = {token.rpartition("~")[2] for token in tokens} | {"Canary", ANA, LENA, PHONE}
    assert not [secret for secret in secrets for line in [*shown, server.log] if secret in line]
    assert not [name for name in ("Canary", ANA, LENA, PHONE) if name in server.output]
