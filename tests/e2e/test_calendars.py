"""Under `make run`, a calendar program follows a booking by the address of a feed, without signing in."""

from functools import partial
from typing import Any

from icalendar import Calendar

from tests.e2e import bookings
from tests.e2e.servers import Server, eventually


def events(server: Server, path: str) -> list[tuple[str, int, str]]:
    """Return the UID, the sequence and the status of each event."""
    response = server.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.text).events
    return [(str(each["uid"]), int(str(each["sequence"])), str(each["status"])) for each in found]


def becomes(server: Server, path: str, expected: list[Any]) -> bool:
    return events(server, path) == expected


def test_a_subscriber_sees_a_booking_confirmed_moved_and_cancelled(server: Server) -> None:
    provider = bookings.new_provider(server)
    first, second = bookings.open_hour(server, provider)[:2]
    made = server.post("/api/calendars", {"provider_id": provider["id"], "busy_only": True}, "admin")
    assert made.status_code == 200, made.text
    url = made.json()["url"]
    assert url.startswith(f"{server.url}/api/calendars/b{provider['id']}-")
    path = url.removeprefix(server.url)
    assert events(server, path) == []

    booking = bookings.reserve(server, first, bookings.new_client(server))["booking_id"]
    assert server.post(f"/api/appointments/confirm/{first['id']}", None, "admin").status_code == 200
    ((uid, sequence, status),) = events(server, path)
    assert (uid.partition("@")[0], sequence, status) == (str(booking), 1, "CONFIRMED")
    tag = {"if-none-match": server.get(path).headers["etag"]}
    assert server.send("GET", path, headers=tag).status_code == 304

    move = server.post(f"/api/appointments/reschedule/{first['id']}", {"to": second["id"]}, "admin")
    assert move.status_code == 200, move.text
    assert events(server, path) == [(uid, 2, "CONFIRMED")]
    assert server.send("GET", path, headers=tag).status_code == 200
    assert server.post(f"/api/appointments/cancel/{second['id']}", None, "admin").status_code == 200
    eventually(partial(becomes, server, path, [(uid, 3, "CANCELLED")]), server)

    assert server.get(f"{path}x").status_code == server.get(f"{path}/x").status_code == 404
    server.wait_to_say("GET /api/calendars/{file} 304")
    secret = path.partition("-")[2].removesuffix(".ics")
    assert len(secret) == 22
    assert secret not in server.output
    assert secret not in server.log
