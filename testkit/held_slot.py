"""The starting point of the permission tests.

Dana's provider has an open hour, working hours, a service and a webhook, and Alice's client holds a slot in
that hour.
"""

from dataclasses import dataclass
from typing import Any

from holdfast.api.permissions import Role
from testkit.api import Api, Response
from testkit.deliveries import stored_delivery
from testkit.first_view import file_of
from testkit.links import token_of
from testkit.scenario import Booker, ids, new_client, new_feed, new_provider, new_service
from testkit.users import ROLES, signed_in

HOUR = {"start_datetime": "2026-12-02 09:00:00", "end_datetime": "2026-12-02 10:00:00"}
# Working hours of that one hour.
HOURS = {"weekly": {"wed": [["09:00", "10:00"]]}, "horizon_days": 3}
HOOK = "https://hooks.example.com/holdfast"
# The query strings of these routes must name a provider or a client.
CHOOSING = {"GET /api/calendars", "DELETE /api/calendars"}
ACTORS = {"anyone": Role.ANYONE, **ROLES}


def acting(actor: str) -> Api:
    return Api(None) if actor == "anyone" else signed_in(actor)


@dataclass(frozen=True)
class HeldSlot:
    """`booking_id` is the booking of another slot, which Alice's client has confirmed.

    `held_token` and `booked_token` are those of the links of the two. `webhook_id` is a webhook of the
    provider, and `delivery_id` an event that it got. `calendar` is the last part of the address of the
    provider's calendar feed.
    """

    provider_id: int
    service_id: int
    client_id: int
    booking_id: int
    webhook_id: int
    held: str
    open: str
    booked: str
    held_token: str = ""
    booked_token: str = ""
    delivery_id: str = "5-1"
    calendar: str = ""

    def send(self, actor: str, route: str, body: Any = None) -> Response:
        """Send a valid request: reserve the open slot, move the booked slot, otherwise use the held slot."""
        method, _, path = route.partition(" ")
        slot = self.open if "/reserve/" in path else self.booked if "/reschedule/" in path else self.held
        token = self.booked_token if path.endswith("/reschedule") else self.held_token
        file = self.calendar if path.startswith("/api/calendars") else file_of(route)
        path = path.format(**vars(self), appointment_id=slot, token=token, file=file)
        path += f"?provider_id={self.provider_id}" if route in CHOOSING else ""
        return acting(actor).send(method, path, self._bodies().get(route) if body is None else body)

    def _bodies(self) -> dict[str, Any]:
        return {
            "POST /api/providers": {"name": "Another"},
            "PUT /api/providers/{provider_id}": {"name": "Renamed"},
            "POST /api/providers/availability/{provider_id}": HOUR,
            "DELETE /api/providers/availability/{provider_id}": HOUR,
            "PUT /api/providers/hours/{provider_id}": HOURS,
            "POST /api/services": {
                "name": "Another",
                "duration_minutes": 45,
                "provider_ids": [self.provider_id],
            },
            "PUT /api/services/{service_id}": {"name": "Renamed"},
            "POST /api/webhooks": {"url": HOOK, "provider_id": self.provider_id},
            "PUT /api/webhooks/{webhook_id}": {"description": "Renamed"},
            "POST /api/calendars": {"provider_id": self.provider_id},
            "POST /api/clients": {"name": "Another"},
            "PUT /api/clients/{client_id}": {"name": "Renamed"},
            "POST /api/appointments/reserve/{appointment_id}": {"client_id": self.client_id},
            "POST /api/appointments/reserve": {
                "client_id": self.client_id,
                "service_id": self.service_id,
                "start": "2026-12-02T09:45:00Z",
            },
            "POST /api/appointments/reschedule/{appointment_id}": {"to": self.open},
            "POST /api/links/{token}/reschedule": {"to": self.open},
            "POST /links/{token}/reschedule": f"to={self.open}",
        }


def hold_slot() -> HeldSlot:
    dana, alice = signed_in("dana"), signed_in("alice")
    provider = new_provider(dana, name="Dr. Dana")
    slots = ids(dana.post(f"/api/providers/availability/{provider}", HOUR).json["opened"])
    assert dana.put(f"/api/providers/hours/{provider}", HOURS).status == 200
    held, free, booked = slots[:3]
    service = new_service(dana, provider, duration_minutes=15)
    client = new_client(alice, name="Alice", email="alice@example.com")
    booker = Booker(alice, client)
    booker.hold(held)
    booking_id = booker.confirm(booker.hold(booked)).json["booking_id"]
    tokens = token_of(held), token_of(booked)
    webhook = dana.post("/api/webhooks", {"url": HOOK, "provider_id": provider}).json["id"]
    delivery = stored_delivery(webhook).event_id
    calendar = new_feed(dana, provider_id=provider)
    numbers = provider, service, client, booking_id, webhook
    return HeldSlot(*numbers, held, free, booked, *tokens, delivery, calendar)
