"""One effect per Idempotency-Key: reservations."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.interference import before, no_sleep, raising
from testkit.items import stored
from testkit.scenario import Practice, new_client, problem


def test_a_repeated_reservation_answers_200_with_the_same_hold(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    first = practice.reserve(practice.slots[0], key="4f1c")
    unchanged = stored(table)
    clock.advance(60)

    again = practice.reserve(practice.slots[0], key="4f1c")

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert stored(table) == unchanged


def test_a_reservations_key_is_bound_to_its_body(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")

    for _ in range(2):
        other = practice.reserve(practice.slots[0], new_client(api), key="4f1c")
        assert problem(other) == (422, "key_reused")
        practice.confirm(practice.slots[0])


def test_a_reservations_key_is_bound_to_its_slot(api: Api) -> None:
    practice = Practice(api)

    responses = [practice.reserve(slot, key="4f1c") for slot in practice.slots[:2]]

    assert [response.status for response in responses] == [201, 201]


def test_a_reservations_key_is_free_again_when_the_hold_is_gone(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    clock.advance(HOLD)

    assert practice.reserve(practice.slots[0], new_client(api), key="4f1c").status == 201


def test_a_reservation_whose_outcome_is_unknown_may_be_sent_again(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    raising(monkeypatch, "transact_write_items", [Unavailable()], applied=True)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (503, "unavailable")
    assert practice.reserve(practice.slots[0], key="4f1c").status == 200
    assert practice.status(practice.slots[0]) == "held"


@pytest.mark.parametrize("ending", ["confirm", "cancel"])
def test_a_reservation_that_arrives_late_once_more_holds_nothing(
    api: Api, table: Table, clock: Clock, ending: str
) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    for step in dict.fromkeys([ending, "cancel"]):
        assert api.post(f"/api/appointments/{step}/{practice.slots[0]}").status == 200
    unchanged = stored(table)
    clock.advance(HOLD - 1)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")
    assert stored(table) == unchanged


def test_a_late_repeat_is_known_for_a_minute_after_its_hold_lapsed(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    clock.advance(HOLD + 59)
    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")
    clock.advance(1)
    assert practice.reserve(practice.slots[0], key="4f1c").status == 201


def test_a_late_repeat_is_known_among_other_reservations(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])
    practice.hold(practice.slots[1])

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")


def test_what_a_late_repeat_holds_no_more_can_be_held_anew(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])

    assert practice.reserve(practice.slots[0], key="a2d7").status == 201
    # Then the late repeat finds its client's own hold.
    assert practice.reserve(practice.slots[0], key="4f1c").status == 200


def test_a_repeat_that_read_before_the_hold_was_made_and_cancelled_holds_nothing(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    no_sleep(monkeypatch)

    def first_and_cancel() -> None:
        assert practice.reserve(practice.slots[0], key="4f1c").status == 201
        practice.cancel(practice.slots[0])

    before(monkeypatch, "transact_write_items", first_and_cancel)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")
    assert practice.status(practice.slots[0]) == "available"


def test_a_hold_that_an_earlier_version_remembered_has_no_request_id(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])
    key = {"PK": f"CLIENT#{practice.client}", "SK": "PROFILE"}
    table.update_item(Key=key, UpdateExpression="REMOVE recent_holds[0].request_id")

    assert practice.reserve(practice.slots[0], key="4f1c").status == 201
