"""Examples of responses. They contain the same ids as the sample requests in events/."""

import json
from collections.abc import Mapping
from typing import Any

from holdfast.api.words import WORDS
from holdfast.core.errors import AppointmentTaken, Invalid, Problem, TooLate, TooSoon
from tools.openapi.events import EVENTS

Json = dict[str, Any]

_IDS = {name: text for event in EVENTS.values() for name, text in event.get("pathParameters", {}).items()}
_SUB = "a3d4c862-5041-70a1-2c1e-0123456789ab"
_PROVIDER = {
    "id": int(_IDS["provider_id"]),
    "name": "Dr. Ada Example",
    "time_zone": "Europe/Berlin",
    "min_notice_minutes": 60,
    "cancel_notice_minutes": 1440,
}
_OWN_PROVIDER = _PROVIDER | {"email": "ada@example.com"}
_CLIENT = {
    "id": int(_IDS["client_id"]),
    "name": "Lee Example",
    "email": "lee@example.com",
    "phone": "+49 30 1234567",
}
_SERVICE = {
    "id": int(_IDS["service_id"]),
    "name": "Consultation",
    "description": "Bring your documents.",
    "duration_minutes": 45,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 15,
    "start_every_minutes": 15,
    "min_notice_minutes": None,
    "reminder_minutes": [1440],
    "provider_ids": [_PROVIDER["id"]],
    "active": True,
}
_AVAILABLE = {
    "id": _IDS["appointment_id"],
    "provider_id": _PROVIDER["id"],
    "start": "2030-12-02T09:00:00Z",
    "end": "2030-12-02T09:15:00Z",
    "local_start": "2030-12-02T10:00:00+01:00",
    "status": "available",
}
# The slot to which the sample event moves the appointment.
_LATER = {
    "id": json.loads(EVENTS["POST /api/appointments/reschedule/{appointment_id}"]["body"])["to"],
    "start": "2030-12-02T09:15:00Z",
    "end": "2030-12-02T09:30:00Z",
    "local_start": "2030-12-02T10:15:00+01:00",
}
_WHOSE = {"client_id": _CLIENT["id"], "client_name": _CLIENT["name"]}
_BOOKING_ID = int(_IDS["booking_id"])
_HELD = (
    _AVAILABLE
    | {"status": "held"}
    | _WHOSE
    | {"expires_at": "2030-12-01T08:30:00Z", "booking_id": _BOOKING_ID}
)
_CONFIRMED = _AVAILABLE | {"status": "confirmed"} | _WHOSE | {"booking_id": _BOOKING_ID}
_BOOKING = _CONFIRMED | {"version": 1}
_EVENT = {
    "type": "confirmed",
    "version": 1,
    "at": "2030-12-01T08:05:00Z",
    "as": "client",
    **{name: _AVAILABLE[name] for name in ("id", "provider_id", "start", "end")},
    "client_id": _CLIENT["id"],
}
_SENT_WEBHOOK: Json = json.loads(EVENTS["POST /api/webhooks"]["body"])
_WEBHOOK = {
    "id": int(_IDS["webhook_id"]),
    **_SENT_WEBHOOK,
    "types": sorted(_SENT_WEBHOOK["types"]),
    "email": None,
    "active": True,
    "disabled_at": None,
}
_SECRET = {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
_DELIVERY = {
    "id": _IDS["delivery_id"],
    "type": "webhook.test",
    "status": "waiting",
    "attempts": 0,
    "created_at": "2030-12-01T08:00:00Z",
    "attempted_at": None,
    "next_at": "2030-12-01T08:00:00Z",
    "outcome": None,
    "event": {
        "type": "webhook.test",
        "timestamp": "2030-12-01T08:00:00Z",
        "data": {
            "id": _IDS["delivery_id"],
            "type": "webhook.test",
            "time": "2030-12-01T08:00:00Z",
            "webhook_id": _WEBHOOK["id"],
        },
    },
}
_DELIVERED: Json = {
    "status": "delivered",
    "attempts": 1,
    "attempted_at": "2030-12-01T08:00:01Z",
    "next_at": None,
    "outcome": "204",
}
_FEED_FILE = EVENTS["GET /api/calendars/{file}"]["pathParameters"]["file"]
_FEED: Json = {"provider_id": _PROVIDER["id"], "busy_only": True, "created_at": "2030-12-01T08:00:00Z"}
_CLOSED = _AVAILABLE | {"status": "closed"}
_WEEKEND: Json = {"sat": [], "sun": []}
_SENT_HOURS: Json = json.loads(EVENTS["PUT /api/providers/hours/{provider_id}"]["body"])
_HOURS = _SENT_HOURS | {"weekly": _SENT_HOURS["weekly"] | _WEEKEND}

_RESPONSES: dict[str, Json] = {
    "ProviderResponse": _PROVIDER,
    "OwnProviderResponse": _OWN_PROVIDER,
    "ProviderAccountResponse": _OWN_PROVIDER | {"owner": _SUB},
    "MeResponse": {
        "sub": _SUB,
        "groups": ["providers"],
        "provider_ids": [_PROVIDER["id"]],
        "client_ids": [_CLIENT["id"]],
    },
    "ProviderPage": {"items": [_PROVIDER], "next_cursor": None},
    "ClientResponse": _CLIENT,
    "ClientPage": {"items": [_CLIENT], "next_cursor": None},
    "ServiceResponse": _SERVICE,
    "ServicePage": {"items": [_SERVICE], "next_cursor": None},
    "AppointmentResponse": _HELD,
    "AppointmentPage": {"items": [_AVAILABLE], "next_cursor": None},
    "WhyResponse": {"reasons": [{"code": "held", "available_at": _HELD["expires_at"]}]},
    "BookingResponse": _BOOKING,
    "BookingHistory": {"items": [_EVENT]},
    "FeedResponse": _FEED,
    "FeedAddressResponse": _FEED | {"url": f"https://book.example.com/api/calendars/{_FEED_FILE}"},
    "FeedList": {"items": [_FEED]},
    "LinkResponse": _HELD
    | {
        "provider_name": _PROVIDER["name"],
        "time_zone": _PROVIDER["time_zone"],
        "confirm_until": _HELD["expires_at"],
        "actions": ["confirm", "cancel"],
    },
    "WebhookResponse": _WEBHOOK,
    "WebhookPage": {"items": [_WEBHOOK], "next_cursor": None},
    "NewSecretResponse": _WEBHOOK | _SECRET,
    "DeliveryResponse": _DELIVERY,
    "DeliveryPage": {"items": [_DELIVERY | _DELIVERED], "next_cursor": None},
    "OpenedResponse": {"opened": [_AVAILABLE], "already_open": []},
    "ClosedResponse": {"closed": [_CLOSED], "still_booked": []},
    "HoursResponse": _HOURS,
    "ChangedHoursResponse": _HOURS | {"still_booked": [], "more": False},
}
_OPERATIONS: dict[str, Json] = {
    "list_appointments": {"items": [_CONFIRMED], "next_cursor": None},
    "confirm": _CONFIRMED,
    "reschedule": _CONFIRMED | _LATER,
    "cancel": _AVAILABLE | _LATER,
    "confirm_link": _CONFIRMED,
    "reschedule_link": _CONFIRMED | _LATER,
    "cancel_link": _AVAILABLE,
    "update_webhook": _WEBHOOK | {"email": "ada@example.com"},
    "update_client": _CLIENT | {"phone": None},
    "update_service": _SERVICE | {"min_notice_minutes": 120},
    "update_provider": _OWN_PROVIDER | {"min_notice_minutes": 120},
}
_MEMBERS: dict[type[Problem], Json] = {
    AppointmentTaken: {"alternatives": [_AVAILABLE], "available_at": _HELD["expires_at"]},
    Invalid: {"errors": [{"field": "name", "detail": "This field is required."}]},
    TooLate: {"latest": "2030-12-01T09:00:00Z"},
    TooSoon: {"earliest_start": "2030-12-02T10:00:00Z"},
}


def of_response(operation_id: str, name: str) -> Json:
    return _OPERATIONS.get(operation_id, _RESPONSES[name])


def of_problem(problem: type[Problem]) -> Json:
    words = WORDS[problem]
    return {
        "title": words.title,
        "status": words.status,
        "code": words.code,
        "detail": words.detail.format(kind="client"),
        **_MEMBERS.get(problem, {}),
    }


def of_path(event: Mapping[str, Any], name: str) -> str | int:
    """Return the value of the path's parameter in the event."""
    value: str = event["pathParameters"][name]
    return int(value) if value.isdecimal() else value
