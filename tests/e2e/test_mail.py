"""Under `make run`, the life of a booking ends up as mails in the outbox."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.e2e import bookings
from tests.e2e.servers import Server, eventually


def test_each_change_of_a_booking_is_told_by_mail(server: Server) -> None:
    provider = bookings.new_provider(server)
    told = {"name": "Dr. Lena Vogt", "email": "lena@practice.example"}
    assert server.send("PUT", f"/api/providers/{provider['id']}", "admin", json=told).status_code == 200
    client = server.post("/api/clients", {"name": "Ana", "email": "ana@example.com"}, "admin").json()
    slots = bookings.open_hour(server, provider)
    first, second = (str(slot["id"]) for slot in slots[:2])

    booking = bookings.reserve(server, slots[0], client)["booking_id"]
    (held,) = mails(server, booking, 1)
    assert server.post(f"/api/appointments/confirm/{first}", None, "admin").status_code == 200
    mails(server, booking, 3)
    moved = server.post(f"/api/appointments/reschedule/{first}", {"to": second}, "admin")
    assert moved.status_code == 200, moved.text
    mails(server, booking, 5)
    assert server.post(f"/api/appointments/cancel/{second}", None, "admin").status_code == 200
    subjects = [str(mail["Subject"]).partition(":")[0] for mail in mails(server, booking, 7)]

    assert subjects == ["Please confirm", "Confirmed", "Booked", "Moved", "Moved", "Cancelled", "Cancelled"]
    link = f"{server.url}/links/{first}~{booking}~"
    body = held.get_body(("plain",))
    assert body
    assert link in body.get_content()
    server.wait_to_say(f"to a***@example.com {link}")
    assert "ana@example.com" not in server.output + server.log


def mails(server: Server, booking: Any, count: int) -> list[EmailMessage]:
    """Wait for this many mails about the booking, and return them in the order in which they were sent."""

    def found() -> list[Path]:
        return sorted((server.data / "outbox").glob(f"*-{booking}-*.eml"))

    eventually(lambda: len(found()) >= count, server)
    parsed = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in found()]
    return [mail for mail in parsed if isinstance(mail, EmailMessage)]
