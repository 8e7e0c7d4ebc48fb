"""One effect per Idempotency-Key: reservations."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.errors import Unavailable
from tests.api import Api
from tests.conftest import Clock
from tests.interference import raising
from tests.practice import Practice, new_client, problem, stored


def test_a_repeated_reservation_answers_200_with_the_same_hold(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    first = practice.reserve(practice.slots[0], key="4f1c")
    before = stored(table)
    clock.advance(60)

    again = practice.reserve(practice.slots[0], key="4f1c")

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert stored(table) == before


def test_a_reservations_key_is_bound_to_its_body(api: Api) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")

    for _ in range(2):
        other = practice.reserve(practice.slots[0], new_client(api), key="4f1c")
        assert problem(other) == (422, "key_reused")
        practice.confirm(practice.slots[0])


def test_a_reservations_key_is_bound_to_its_slot(api: Api) -> None:
    practice = Practice(api)

    answers = [practice.reserve(slot, key="4f1c") for slot in practice.slots[:2]]

    assert [answer.status for answer in answers] == [201, 201]


def test_a_reservations_key_is_free_again_when_the_hold_is_gone(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.reserve(practice.slots[0], key="4f1c")
    clock.advance(1800)

    assert practice.reserve(practice.slots[0], new_client(api), key="4f1c").status == 201


def test_a_reservation_whose_outcome_is_unknown_may_be_sent_again(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    raising(monkeypatch, "transact_write_items", [Unavailable()], applied=True)

    assert problem(practice.reserve(practice.slots[0], key="4f1c")) == (503, "unavailable")
    assert practice.reserve(practice.slots[0], key="4f1c").status == 200
    assert practice.status(practice.slots[0]) == "held"
