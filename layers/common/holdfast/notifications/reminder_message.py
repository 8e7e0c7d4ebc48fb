"""The message that asks for the mail of a reminder. It looks like an event from the bus."""

import json

from holdfast.core import utc
from holdfast.model.appointment import Appointment
from holdfast.model.reminder import Reminder
from holdfast.notifications.received import REMINDER

_json = json.JSONEncoder(separators=(",", ":")).encode


def message_of(reminder: Reminder, booking: Appointment) -> str:
    """Return the message as JSON; its times are in UTC.

    Its id is the same whenever the booking is reminded of the same start, as long before, also if the booking
    was moved in the meantime. One id gets one mail.
    """
    start = reminder.slot.id.partition("-")[2]
    message_id = f"{reminder.booking_id}-{start}-{reminder.minutes}-reminder"
    due = utc.text(reminder.due)
    detail = {
        "id": message_id,
        "type": REMINDER,
        "version": booking.version,
        "time": due,
        "booking_id": reminder.booking_id,
        "appointment_id": booking.slot.id,
        "previous": None,
        "provider_id": booking.slot.provider_id,
        "client_id": booking.client_id,
        "service_id": booking.service_id,
        "start": utc.text(booking.slot.start),
        "end": utc.text(booking.end),
        "expires_at": None,
        "as": None,
        "minutes": reminder.minutes,
    }
    envelope = {"version": "0", "id": message_id, "detail-type": REMINDER, "source": "holdfast", "time": due}
    return _json({**envelope, "detail": detail})
