"""Retrying a reservation with its Idempotency-Key makes no second hold."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.interference import before, no_sleep, raising
from testkit.items import stored
from testkit.scenario import Practice, new_client, problem


def test_a_repeated_reservation_returns_200_with_the_same_hold(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    first = practice.reserve(practice.slots[0], key="4f1c")
    unchanged = stored(table)
    clock.advance(60)

    again = practice.reserve(practice.slots[0], key="4f1c")

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert stored(table) == unchanged


def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")

    for _ in range(2):
        other = practice.reserve(practice.slots[0], new_client(api), key="4f1c")
        assert problem(other) == (422, "key_reused")
        practice.confirm(practice.slots[0])


def test_the_same_key_on_another_slot_is_another_reservation(api: Api) -> None:
    practice = Practice(api)

    responses = [practice.reserve(slot, key="4f1c") for slot in practice.slots[:2]]

    assert [response.status for response in responses] == [201, 201]


def test_a_key_can_be_used_for_another_client_after_its_hold_lapses(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    clock.advance(HOLD)

    assert practice.reserve(practice.slots[0], new_client(api), key="4f1c").status == 201


def test_a_reservation_with_an_unknown_outcome_can_be_retried(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    raising(monkeypatch, "transact_write_items", [Unavailable()], applied=True)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (503, "unavailable")
    assert practice.reserve(practice.slots[0], key="4f1c").status == 200
    assert practice.status(practice.slots[0]) == "held"


@pytest.mark.parametrize("ending", ["confirm", "cancel"])
def test_a_late_retry_of_a_cancelled_reservation_holds_nothing(
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


def test_a_late_retry_is_detected_for_a_minute_after_its_hold_lapses(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    clock.advance(HOLD + 59)
    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")
    clock.advance(1)
    assert practice.reserve(practice.slots[0], key="4f1c").status == 201


def test_a_late_retry_is_detected_among_other_reservations(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])
    practice.hold(practice.slots[1])

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")


def test_a_cancelled_slot_can_be_reserved_again_with_a_new_key(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])

    assert practice.reserve(practice.slots[0], key="a2d7").status == 201
    # A late retry with the first key returns the hold that was made with the second key.
    assert practice.reserve(practice.slots[0], key="4f1c").status == 200


def test_a_retry_that_read_before_the_hold_was_made_and_cancelled_holds_nothing(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    no_sleep(monkeypatch)

    def reserve_and_cancel() -> None:
        assert practice.reserve(practice.slots[0], key="4f1c").status == 201
        practice.cancel(practice.slots[0])

    before(monkeypatch, "transact_write_items", reserve_and_cancel)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (410, "hold_expired")
    assert practice.status(practice.slots[0]) == "available"


def test_a_retry_is_not_detected_if_an_earlier_version_stored_no_request_id(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    practice.cancel(practice.slots[0])
    key = {"PK": f"CLIENT#{practice.client}", "SK": "PROFILE"}
    table.update_item(Key=key, UpdateExpression="REMOVE recent_holds[0].request_id")

    assert practice.reserve(practice.slots[0], key="4f1c").status == 201
