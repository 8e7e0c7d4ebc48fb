"""Descriptions of the fields and parameters in the OpenAPI document.

They are not in the layer, because there they would slow down cold starts.
"""

from tools.openapi import webhook_fields

_NAME = "1 to 100 characters"
_TIME = (
    "on a quarter-hour: local time in the provider's time zone, such as `2026-12-07 09:00:00`, "
    "or RFC 3339, such as `2026-12-07T08:00:00Z`."
)
_DATE = "A date such as `2026-12-07`, a local time such as `2026-12-07 09:00:00`, or RFC 3339."
_NEXT = "Send it as `cursor` to get the next page; null on the last page."
_MINUTES = "How many minutes before its start a slot can last be reserved, such as 60."
_ZONE = "A name of the IANA time zone database, such as `Europe/Berlin`."
_EMAIL = "An e-mail address, such as `alice@example.com`, or null."
_OWN_EMAIL = f"Where the provider gets mail. Only its owner and administrators can see it. {_EMAIL}"
_PHONE = "A phone number, such as `+49 30 901820`, or null."
_PROVIDER_ID = "The provider's id, a whole number, such as 5487967960716284."
_CLIENT_ID = "The client's id, a whole number."
_SERVICE_ID = "The service's id, a whole number."
_SLOT_ID = "The slot's id: the provider's id and the start in UTC, such as `5487967960716284-20261207T0800Z`."
_SERVICES = ("ServiceResponse", "NewService", "ServiceChange")
_SERVICE = {
    "description": "What anyone may know about the service; may be empty.",
    "duration_minutes": "How long a visit takes, without the buffers. With them, it is at most 480 minutes.",
    "buffer_before_minutes": "How long before each visit the provider takes nobody, such as 15.",
    "buffer_after_minutes": "How long after each visit the provider takes nobody, such as 15.",
    "start_every_minutes": (
        "How many minutes lie between two possible starts, by the provider's clock: 15, 30 or 60. By default "
        "30 if the duration is a multiple of 30, otherwise 15."
    ),
    "min_notice_minutes": (
        "How many minutes before its start a visit can last be reserved, such as 60. If it is null, each "
        "provider's own `min_notice_minutes` counts."
    ),
    "reminder_minutes": (
        "How many minutes before a visit its client gets a reminder by mail: up to five numbers, `[1440]` by "
        "default; `[]` for none. A change counts for bookings that are confirmed or moved after it."
    ),
    "provider_ids": "The ids of the providers who provide the service.",
    "active": "Whether the service is offered. One that is not active cannot be booked.",
}

_TIMES = 'as pairs of times, such as `[["09:00", "12:00"], ["13:00", "17:00"]]`; `[]` for none.'
_WEEK = {
    "mon": f"The hours of each Monday, {_TIMES}",
    "tue": f"The hours of each Tuesday, {_TIMES}",
    "wed": f"The hours of each Wednesday, {_TIMES}",
    "thu": f"The hours of each Thursday, {_TIMES}",
    "fri": f"The hours of each Friday, {_TIMES}",
    "sat": f"The hours of each Saturday, {_TIMES}",
    "sun": f"The hours of each Sunday, {_TIMES}",
}

_BOOKING_ID = "The id of the booking, a whole number, which it keeps wherever it is moved."

_BOOKED = {
    "booking_id": f"{_BOOKING_ID} Only a hold or an appointment has it.",
    "service_id": "The service that was booked, or that the list is for.",
    "duration_minutes": "How long the visit takes, in minutes; only with a service.",
}

# The keys are `Class.field`, or just `field` for a field that means the same in every class.
FIELDS = {
    "ProviderResponse.id": _PROVIDER_ID,
    "ProviderResponse.name": "The provider's name, such as `Dr. Dana Vogt`.",
    "ProviderResponse.time_zone": f"The provider's time zone. {_ZONE}",
    "NewProvider.name": f"The provider's name, {_NAME}, such as `Dr. Dana Vogt`. Anyone can see it.",
    "NewProvider.time_zone": f"The provider's time zone. {_ZONE}",
    "NewProvider.email": _OWN_EMAIL,
    "NewProvider.owner": (
        "The `sub` of the user to whom the provider belongs; you by default. Only for administrators."
    ),
    "ProviderChange.name": f"The provider's name, {_NAME}. Required, even if it stays as it is.",
    "ProviderChange.time_zone": f"The provider's time zone. {_ZONE}",
    "ProviderChange.email": _OWN_EMAIL,
    "min_notice_minutes": _MINUTES,
    "cancel_notice_minutes": (
        "How many minutes before its start a client can last cancel an appointment, such as 1440. It does "
        "not bind the provider's own user and administrators."
    ),
    "OwnProviderResponse.id": _PROVIDER_ID,
    "OwnProviderResponse.name": "The provider's name, such as `Dr. Dana Vogt`.",
    "OwnProviderResponse.time_zone": f"The provider's time zone. {_ZONE}",
    "OwnProviderResponse.email": _OWN_EMAIL,
    "ProviderAccountResponse.id": _PROVIDER_ID,
    "ProviderAccountResponse.name": "The provider's name, such as `Dr. Dana Vogt`.",
    "ProviderAccountResponse.time_zone": f"The provider's time zone. {_ZONE}",
    "ProviderAccountResponse.email": _OWN_EMAIL,
    "ProviderAccountResponse.owner": "The `sub` of the user to whom the provider belongs.",
    "sub": "Your id in the user pool, the `sub` of your token.",
    "groups": "Your groups: `admins`, `providers`, both or none.",
    "provider_ids": "The ids of your own providers.",
    "client_ids": "The ids of your own clients.",
    "ClientResponse.id": _CLIENT_ID,
    "ClientResponse.name": "The client's name, such as `Alice Moreau`.",
    "NewClient.name": f"The client's name, {_NAME}, such as `Alice Moreau`.",
    "ClientChange.name": f"The client's name, {_NAME}. Required, even if it stays as it is.",
    "email": _EMAIL,
    "phone": _PHONE,
    **{f"{schema}.{field}": text for schema in _SERVICES for field, text in _SERVICE.items()},
    "ServiceResponse.id": _SERVICE_ID,
    "ServiceResponse.name": "The service's name, such as `Consultation`.",
    "NewService.name": f"The service's name, {_NAME}, such as `Consultation`. Anyone can see it.",
    "ServiceChange.name": f"The service's name, {_NAME}. Required, even if it stays as it is.",
    "AppointmentResponse.id": _SLOT_ID,
    "provider_id": _PROVIDER_ID,
    "start": "When the slot starts, in UTC.",
    "end": "When the slot ends, in UTC: 15 minutes after its start, or later if it is a longer visit.",
    "local_start": "When the slot starts, in the provider's time zone, such as `2026-12-07T09:00:00+01:00`.",
    "status": (
        "`available`: open. `held`: until `expires_at`. `confirmed`: an appointment. `taken`: somebody else "
        "has it. `closed`: not offered, or within the minimum notice."
    ),
    "client_id": _CLIENT_ID,
    "client_email": (
        "The client's e-mail address, or null. Only `GET` of a single slot shows it: to the client's owner "
        "and administrators, and to the provider until 30 days after the appointment."
    ),
    "client_phone": "The client's phone number, or null. It is shown as `client_email` is.",
    "client_name": "The client's name when the slot was reserved.",
    "expires_at": "When the hold lapses unless it is confirmed, in UTC. Only a hold has it.",
    **{f"AppointmentResponse.{field}": text for field, text in _BOOKED.items()},
    "Destination.to": f"The id of the slot where the visit shall start. {_SLOT_ID}",
    "LinkDestination.to": f"The id of the slot where the visit shall start. {_SLOT_ID}",
    "provider_name": "The provider's name, or null if the provider has been deleted.",
    "service_name": "The service's name, or null if the service has been deleted; only with a service.",
    "LinkResponse.time_zone": f"The provider's time zone. {_ZONE}",
    "confirm_until": "Before when the hold must be confirmed, in UTC. Only a hold has it.",
    "actions": "What the link can do now: `confirm`, `reschedule`, `cancel`; empty if nothing.",
    "LinkResponse.latest": (
        "The last instant at which the link can move or cancel the appointment, in UTC; only for an "
        "appointment, and only if the provider has a cut-off."
    ),
    "LinkResponse.id": _SLOT_ID,
    **{f"LinkResponse.{field}": text for field, text in _BOOKED.items()},
    "FeedChoice.provider_id": f"Whose bookings the feed shows, unless you name a client. {_PROVIDER_ID}",
    "FeedChoice.client_id": f"Whose bookings the feed shows, unless you name a provider. {_CLIENT_ID}",
    "busy_only": "Whether the feed of a provider shows only when time is taken, without names and services.",
    "created_at": "When the feed got its present address, in UTC.",
    "url": "The address to subscribe to. Whoever has it can read the calendar.",
    "FeedList.items": "The feeds that have an address.",
    "Destination.booking_id": "Move this booking only. If another has the slot, nothing changes.",
    "reasons": "The reasons, the most important first; empty if a client can reserve the slot.",
    "ReasonResponse.code": (
        "`held` or `booked`: somebody has the slot. `not_open`: it is not offered. `past`: it has started. "
        "`too_soon`: it starts within the minimum notice. `off_grid`: the service does not start at this "
        "time of day. `too_short`: the time after it is not free and open for long enough. `no_buffer`: "
        "somebody has the time of a buffer."
    ),
    "ReasonResponse.available_at": "When the hold ends, in UTC; only with `held`.",
    "ReasonResponse.earliest_start": "The first start that the notice allows, in UTC; only with `too_soon`.",
    "BookingChoice.booking_id": "Act on this booking only. If another has the slot, nothing changes.",
    "booking_id": _BOOKING_ID,
    "version": "How often the booking has changed: 1 after its confirmation.",
    "BookingResponse.id": "The id of the slot where it stands, or stood when it was cancelled.",
    "BookingResponse.status": "`confirmed` or `cancelled`.",
    "BookingEventResponse.id": "The id of the slot where the booking stood from then on.",
    "type": "What happened: `confirmed`, `rescheduled` or `cancelled`.",
    "at": "When it happened, in UTC.",
    "as": "Who did it: the `client`, the `provider`, an `admin`, or somebody with the booking's `link`.",
    "previous_id": "The id of the slot where the booking stood before it was rescheduled.",
    "BookingHistory.items": "The events, the oldest first.",
    "Reservation.service_id": "The service to book; without one, the slot itself is booked.",
    "ReservationWithAnyone.client_id": "The id of the client for whom to book; one of your own.",
    "ReservationWithAnyone.service_id": "The service to book.",
    "ReservationWithAnyone.start": "When the visit shall start: RFC 3339, on a quarter-hour.",
    "ReservationWithAnyone.provider_ids": "Only these providers; by default all who provide the service.",
    "Reservation.client_id": "The id of the client who gets the slot; one of your own.",
    "start_datetime": f"The start of the range, {_TIME}",
    "end_datetime": f"The end of the range, which is not part of it, {_TIME}",
    "opened": "The slots that this request opened.",
    "already_open": "The slots that were open before.",
    "closed": "The slots that this request closed.",
    "still_booked": "The appointments in the range, which stay.",
    "ChangedHoursResponse.still_booked": (
        "Up to 1,000 coming appointments that lie outside open time now, in the order of time. They stay."
    ),
    "more": "Whether there are more appointments outside open time than `still_booked` has.",
    **_WEEK,
    "weekly": "The hours of each weekday, by the provider's clock.",
    "overrides": "Dates with other hours, such as holidays; at most 200 members, whose dates do not overlap.",
    "horizon_days": "For how many days time is open ahead, by the provider's calendar, today included.",
    "OverrideBody.from": "The first date, such as `2026-12-24`.",
    "OverrideBody.to": "The last date, at most 91 days after `from`.",
    "OverrideBody.hours": "The hours of each of these dates, instead of the week's; `[]` for time off.",
    "OverrideResponse.from": "The first date.",
    "OverrideResponse.to": "The last date.",
    "OverrideResponse.hours": "The hours of each of these dates.",
    "ProviderPage.items": "Providers, in the order of their ids.",
    "ServicePage.items": "Services, in the order of their ids.",
    "ClientPage.items": "Clients, in the order of their ids.",
    "AppointmentPage.items": "Slots, in the order of time; of several providers, day by day.",
    "next_cursor": _NEXT,
    "FieldError.field": "The name of the field or parameter.",
    "FieldError.detail": "What is wrong with it, for people.",
    "AppointmentTaken.alternatives": "Up to three available slots of the same provider and day.",
    "AppointmentTaken.available_at": "When the other client's hold ends, in UTC; absent for an appointment.",
    "Invalid.errors": "What is wrong, field by field.",
    "TooLate.latest": "The last instant at which a client could cancel or move it, in UTC.",
    "TooSoon.earliest_start": "The start of the first slot that can be reserved, in UTC.",
    **webhook_fields.FIELDS,
}
# The fields of every problem document.
PROBLEM = {
    "title": "The phrase of the status.",
    "status": "The HTTP status.",
    "code": "A stable code; decide by it.",
    "detail": "What is wrong, for people.",
}
PARAMETERS = {
    "provider_id": _PROVIDER_ID,
    "client_id": _CLIENT_ID,
    "service_id": _SERVICE_ID,
    "appointment_id": _SLOT_ID,
    "booking_id": _BOOKING_ID,
    "token": "The last part of the link's address.",
    "webhook_id": "The webhook's id, a whole number.",
    "delivery_id": "The delivery's id, which is that of its event, such as `4617315517961601-1`.",
    "status": "Only slots with this status.",
    "limit": "How many items the page has at most.",
    "cursor": "The `next_cursor` of the previous page; send the other parameters again, too.",
    "from": f"The start, inclusive; now by default. {_DATE}",
    "to": f"The end, exclusive; 31 days after `from` by default, 62 at most. {_DATE}",
    "uncovered": (
        "`true`: only coming appointments of which some time is not open. With it, no `status`, `client_id` "
        "or `service_id`, and `provider_id` is your own; an administrator may leave it out."
    ),
    "too_soon": (
        "`true`: also the open, free slots that start within the provider's minimum notice but have not "
        "begun, as `closed`. With it, no `status`, `client_id`, `service_id` or `uncovered`, and "
        "`provider_id` is your own; an administrator names any provider."
    ),
    "busy_only": "`true`: the feed of a provider that shows only when time is taken.",
    "preview": "`true`: say what would change, and change nothing.",
    "Idempotency-Key": (
        "1 to 255 characters that you make up, such as a random UUID. A repeat with the same key has one "
        "effect."
    ),
    "If-Match": 'The ETag that must still be current, such as `"1"`, or `*` for any.',
    "If-None-Match": "`*`: only if there are none yet.",
}

# Parameters that mean something else on one route.
OF_ROUTES = {
    ("status", "GET /api/webhooks/{webhook_id}/deliveries"): "Only deliveries with this status.",
}


def of_field(schema: str, field: str) -> dict[str, str]:
    """Return {"description": ...} for the field, or {} if it has no description."""
    text = FIELDS.get(f"{schema}.{field}") or FIELDS.get(field)
    return {"description": text} if text else {}


def of_parameter(name: str, route: str) -> dict[str, str]:
    """Return {"description": ...} for the parameter of a route, or {} if it has no description."""
    text = OF_ROUTES.get((name, route)) or PARAMETERS.get(name)
    return {"description": text} if text else {}
