"""The links of bookings. A secret is in no response, so these read it from the stored booking."""

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, table
from holdfast.model.appointment import Appointment
from holdfast.model.link import Link


def link_of(head: Appointment) -> Link:
    return Link(head.slot, head.booking_id or 0, head.secret or "")


def link_to(slot: str) -> Link:
    """Return the link of the booking that stands in the slot."""
    item = table.get(keys.appointment(Slot.from_id(slot)))
    assert item, f"nobody has {slot}"
    return link_of(Appointment.from_item(item))


def token_of(slot: str) -> str:
    return link_to(slot).token
