"""Try to reserve a start of a stored case, as a client without holds would, and give it back."""

from holdfast.api.words import WORDS
from holdfast.bookings.cancel import cancel
from holdfast.bookings.reserve import reserve
from holdfast.core.errors import Problem
from holdfast.core.slots import Slot
from holdfast.model.client import Client
from testkit.layer_scenario import fresh_key
from testkit.users import BOB
from tests.unit.queries.stored_cases import Stored, ids


def try_to_reserve(stored: Stored, slot: Slot) -> str | None:
    """Return the code of the refusal, or None if the visit was held; then it has been cancelled again."""
    client = _new_client()
    stored.table.put_item(Item=client.to_item())
    try:
        held, is_new = reserve(slot, client.id, BOB, fresh_key(), stored.service.id)
    except Problem as problem:
        return WORDS[type(problem)].code
    assert is_new
    assert (held.slot, held.end - slot.start) == (slot, stored.service.duration_minutes * 60)
    cancel(slot, BOB, held.booking_id)
    return None


def _new_client() -> Client:
    return Client(
        id=next(ids),
        name="Bob",
        email=None,
        phone=None,
        owner=BOB.subject,
        in_owners_list=True,
        version=1,
        write_id="",
        request_id="",
        body_hash="",
    )
