"""Creates providers, clients and bookings through the API."""

from collections.abc import Mapping
from typing import Any

from testkit.api import Api, Response

# The tests' clock starts at 2026-12-01T08:00:00Z.
NINE = "2026-12-02T09:00:00Z"
TEN = "2026-12-02T10:00:00Z"


class Booker:
    """A user who reserves slots. They are for `client`, unless a call names another client."""

    def __init__(self, api: Api, client: int) -> None:
        self.api = api
        self.client = client

    def reserve(
        self, slot: str, client: int | None = None, key: str | None = None, service: int | None = None
    ) -> Response:
        headers = {"Idempotency-Key": key} if key is not None else {}
        body = {"client_id": client or self.client} | ({"service_id": service} if service else {})
        return self.api.post(f"/api/appointments/reserve/{slot}", body, headers=headers)

    def confirm(self, slot: str) -> Response:
        return self.api.post(f"/api/appointments/confirm/{slot}")

    def cancel(self, slot: str) -> Response:
        return self.api.post(f"/api/appointments/cancel/{slot}")

    def reschedule(
        self, slot: str, to: str, *, booking_id: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        body = {"to": to} | ({"booking_id": booking_id} if booking_id else {})
        return self.api.post(f"/api/appointments/reschedule/{slot}", body, headers=headers)

    def hold(self, slot: str, client: int | None = None, service: int | None = None) -> str:
        response = self.reserve(slot, client, service=service)
        assert response.status == 201, response.body
        return slot

    def book(self, slot: str, client: int | None = None, service: int | None = None) -> str:
        assert self.confirm(self.hold(slot, client, service)).status == 200
        return slot


class Practice(Booker):
    """A user who owns a provider and a client. `slots` has the ids of the opened slots, in order of time."""

    def __init__(self, api: Api, start: str = NINE, end: str = TEN, **provider: object) -> None:
        self.provider = new_provider(api, **provider)
        super().__init__(api, new_client(api))
        self.slots: list[str] = []
        self.open(start, end)

    def open(self, start: str, end: str) -> Response:
        response = self.api.post(self.availability, range_body(start, end))
        assert response.status == 200, response.body
        self.slots = sorted({*self.slots, *ids(response.json["opened"])})
        return response

    def close(self, start: str, end: str) -> Response:
        return self.api.delete(self.availability, range_body(start, end))

    def put_hours(self, body: Mapping[str, Any], version: str | None = None, query: str = "") -> Response:
        return self.api.put(self.hours + query, body, headers={"If-Match": version} if version else {})

    def status(self, slot: str) -> str:
        """Return the status of the slot, or `closed` if the API does not find it."""
        response = self.api.get(f"/api/appointments/{slot}")
        return str(response.json["status"]) if response.status == 200 else "closed"

    @property
    def availability(self) -> str:
        return f"/api/providers/availability/{self.provider}"

    @property
    def hours(self) -> str:
        return f"/api/providers/hours/{self.provider}"


def new_provider(api: Api, **fields: object) -> int:
    return _made(api.post("/api/providers", {"name": "Dr. Dana", **fields}))


def new_client(api: Api, **fields: object) -> int:
    return _made(api.post("/api/clients", {"name": "Alice", **fields}))


def new_service(api: Api, *providers: int, **fields: object) -> int:
    body = {"name": "Consultation", "duration_minutes": 45, "provider_ids": providers, **fields}
    return _made(api.post("/api/services", body))


def new_webhook(api: Api, provider: int | None = None, **fields: object) -> int:
    body = {"url": "https://hooks.example.com/holdfast", "provider_id": provider, **fields}
    return _made(api.post("/api/webhooks", body))


def new_feed(api: Api, **whose: object) -> str:
    """Give a calendar feed a new address, and return the address's last part."""
    response = api.post("/api/calendars", whose)
    assert response.status == 200, response.body
    file: str = response.json["url"].rpartition("/")[2]
    return file


def _made(response: Response) -> int:
    assert response.status == 201, response.body
    number: int = response.json["id"]
    return number


def range_body(start: str, end: str) -> dict[str, str]:
    return {"start_datetime": start, "end_datetime": end}


def ids(appointments: list[dict[str, Any]]) -> list[str]:
    return [appointment["id"] for appointment in appointments]


def statuses(appointments: list[dict[str, Any]]) -> list[str]:
    return [appointment["status"] for appointment in appointments]


def listed(api: Api, path: str, **query: Any) -> list[dict[str, Any]]:
    """Return every item of a list, from all its pages."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    for _ in range(1000):
        response = api.get(path, **cursor, **query)
        assert response.status == 200, response.body
        items += response.json["items"]
        if response.json["next_cursor"] is None:
            return items
        cursor = {"cursor": response.json["next_cursor"]}
    raise AssertionError("the pages have no end")


def problem(response: Response) -> tuple[int, str]:
    """Return the status and the code of an error. Fail if the response is not a problem document."""
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json
    assert document["status"] == response.status
    assert document["title"]
    assert document["detail"]
    return response.status, document["code"]
