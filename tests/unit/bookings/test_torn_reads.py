"""A batch of reads is no snapshot: one item may be as it was before a write, another as it is after it."""

from typing import Any

import pytest

from holdfast.core.errors import AppointmentTaken
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.queries.why import why
from testkit.interference import Call, no_sleep, pass_through
from testkit.layer_scenario import Owned, new_client, new_hold
from testkit.scenario import Practice
from testkit.users import ALICE, BOB
from tests.unit.bookings.moves import near

Visit = tuple[Owned, Slot, int]


@pytest.fixture
def visit(morning: Owned, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Return a slot that Alice holds for a visit of the service."""
    no_sleep(monkeypatch)
    service = morning.service(45)
    return morning, morning.hold(morning.slots[4], service), service


def tear(monkeypatch: pytest.MonkeyPatch, slot: Slot) -> None:
    """Let the next batch miss what stands in the slot, as if it had read this before it was written."""
    key, whole = keys.appointment(slot), False

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        nonlocal whole
        response = real(name, **request)
        if name == "batch_get_item" and not whole:
            whole = True
            ((table, items),) = response["Responses"].items()
            missed = [item for item in items if (item["PK"], item["SK"]) != ({"S": key.PK}, {"S": key.SK})]
            assert len(missed) == len(items) - 1
            response["Responses"][table] = missed
        return response

    pass_through(monkeypatch, passing)


def test_a_repeat_beside_the_first_request_gets_its_hold(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = practice.slots[0]
    first = practice.reserve(slot, key="4f1c")
    tear(monkeypatch, Slot.from_id(slot))

    again = practice.reserve(slot, key="4f1c")

    assert (again.status, again.json) == (200, first.json)


def test_a_visit_is_not_taken_by_the_parts_of_the_clients_own(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned, slot, service = visit
    tear(monkeypatch, slot)

    assert new_hold(slot, owned.client, ALICE, service).status == "held"


def test_a_visit_of_somebody_else_is_in_the_way(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    _, slot, service = visit
    bobs = new_client(BOB)
    tear(monkeypatch, slot)

    with pytest.raises(AppointmentTaken):
        new_hold(slot, bobs, BOB, service)
    with pytest.raises(AppointmentTaken):  # the head of the visit in the way is not read
        new_hold(near(slot, 1), bobs, BOB, service)


def test_why_says_the_same_whatever_is_missed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    _, slot, service = visit
    whole = why(slot, service, BOB)
    tear(monkeypatch, slot)

    assert why(slot, service, BOB) == whole
