"""The event that each change of a confirmed booking adds to its history, in the same transaction."""

from holdfast.core.caller import Caller
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.core.utc import DAY
from holdfast.dynamodb import actions
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.expressions import ABSENT
from holdfast.model.appointment import Appointment
from holdfast.model.booking_event import BookingEvent, Kind, Role
from holdfast.model.request_key import RequestKey


def next_event(
    kind: Kind,
    appointment: Appointment,
    caller: Caller,
    at: int,
    *,
    previous: Slot | None = None,
    key: RequestKey | None = None,
) -> Action:
    """Return the action that adds the event after `appointment.version`; `at` is in epoch seconds.

    The condition fails if there is such an event already: then the booking has changed since it was read.
    """
    event = BookingEvent(
        booking_id=appointment.booking_id or 0,
        number=appointment.version + 1,
        kind=kind,
        at=at,
        by=caller.subject,
        role=_role(caller, appointment),
        slot=appointment.slot,
        end=appointment.end,
        client_id=appointment.client_id,
        owner=appointment.owner,
        provider_owner=appointment.provider_owner,
        expires_at=max(at, appointment.end) + settings().history_days * DAY,
        service_id=appointment.service_id,
        previous=previous,
        request_id=key.request_id if key else None,
        body_hash=key.body_hash if key else None,
    )
    return actions.put(event.to_item(), ABSENT, {})


def _role(caller: Caller, appointment: Appointment) -> Role:
    if caller.secret is not None:
        return "link"
    if caller.is_admin:
        return "admin"
    return "client" if caller.subject == appointment.owner else "provider"
