"""Valid requests, one for each route that takes a body. Tests change them into invalid requests."""

from typing import Any, NamedTuple

from testkit.api import Api, Response
from testkit.deliveries import stored_delivery
from testkit.links import token_of
from testkit.scenario import Practice, new_feed, new_service, new_webhook, problem, range_body

MARKER = "m4rk3r"  # tests send this text, and no response may repeat it


class Case(NamedTuple):
    """A valid request."""

    method: str
    path: str
    body: dict[str, Any]

    @property
    def plain_fields(self) -> list[str]:
        """Return the fields that are not objects: an object may be empty, and its own fields are named."""
        return [field for field, value in self.body.items() if not isinstance(value, dict)]


class Offering(Practice):
    """A practice with a service, an appointment in its last slot, a webhook that got an event, and a feed."""

    def __init__(self, api: Api) -> None:
        super().__init__(api)
        self.service = new_service(api, self.provider, duration_minutes=15)
        self.booked = self.book(self.slots[3])
        self.token = token_of(self.booked)
        self.webhook = new_webhook(api, self.provider)
        self.delivery = stored_delivery(self.webhook).event_id
        self.calendar = new_feed(api, provider_id=self.provider)


def cases(practice: Offering) -> list[Case]:
    morning = range_body("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    return [
        Case("POST", "/api/providers", {"name": "A"}),
        Case("PUT", f"/api/providers/{practice.provider}", {"name": "A"}),
        Case("POST", "/api/services", {"name": "A", "duration_minutes": 45}),
        Case("PUT", f"/api/services/{practice.service}", {"name": "A", "duration_minutes": 15}),
        Case("POST", "/api/webhooks", {"url": "https://example.com"}),
        Case("PUT", f"/api/webhooks/{practice.webhook}", {"url": "https://example.com"}),
        Case("POST", "/api/clients", {"name": "A"}),
        Case("PUT", f"/api/clients/{practice.client}", {"name": "A"}),
        Case("POST", "/api/calendars", {"provider_id": practice.provider}),
        Case("POST", practice.availability, morning),
        Case("DELETE", practice.availability, morning),
        Case(
            "PUT",
            f"/api/providers/hours/{practice.provider}",
            {"weekly": {"wed": [["09:00", "10:00"]]}, "horizon_days": 7},
        ),
        Case("POST", f"/api/appointments/reserve/{practice.slots[0]}", {"client_id": practice.client}),
        Case(
            "POST",
            "/api/appointments/reserve",
            {"client_id": practice.client, "service_id": practice.service, "start": "2026-12-02T09:15:00Z"},
        ),
        Case("POST", f"/api/appointments/reschedule/{practice.booked}", {"to": practice.slots[2]}),
        Case("POST", f"/api/links/{practice.token}/reschedule", {"to": practice.booked}),
    ]


def refused(response: Response) -> tuple[int, str]:
    assert MARKER not in response.body
    assert MARKER not in str(response.headers)
    return problem(response)
