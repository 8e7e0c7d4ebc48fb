"""The size of a client's item. A write costs one unit for each kilobyte, and two in a transaction."""

import pytest

from holdfast.core.slots import Slot
from holdfast.dynamodb.values import encode_item
from holdfast.model.client import Client, RecentHold, shortened
from testkit.capacity import size
from testkit.clock import Clock
from testkit.users import subject

KILOBYTE = 1024
ORDINARY = {"name": "Alice Example", "email": "alice@example.com", "phone": "+49 30 1234567"}
LONGEST = {"name": "A" * 100, "email": "a" * 242 + "@example.com", "phone": "1" * 32}


def size_of(fields: dict[str, str], holds: int, *, moved: bool) -> int:
    """Return the size in bytes of the client with that many remembered holds, each number of full length."""
    now = Clock().now + 1
    hold = RecentHold(
        appointment=Slot(8_773_155_746_810_891, 1_796_202_900).id,
        hold_id=shortened("a" * 32),
        taken_at=now,
        expires_at=now + 1800,
        request_id=shortened("b" * 32),
        moved_at=now if moved else None,
    )
    client = Client(
        id=8_773_155_746_810_891,
        owner=subject("alice"),
        in_owners_list=True,
        version=12,
        write_id="c" * 32,
        request_id="d" * 32,
        body_hash="e" * 64,
        recent_holds=(hold,) * holds,
        **fields,
    )
    return size(encode_item(client.to_item()))


@pytest.mark.parametrize(("holds", "moved"), [(5, False), (4, True)])
def test_an_ordinary_client_with_a_hold_period_of_reservations_stays_below_a_kilobyte(
    holds: int, moved: bool
) -> None:
    assert size_of(ORDINARY, holds, moved=moved) <= KILOBYTE


@pytest.mark.parametrize("fields", [ORDINARY, LONGEST])
@pytest.mark.parametrize("moved", [False, True])
def test_a_client_with_five_remembered_holds_stays_below_two_kilobytes(
    fields: dict[str, str], moved: bool
) -> None:
    assert size_of(fields, 5, moved=moved) <= 2 * KILOBYTE
