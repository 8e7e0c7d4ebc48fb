"""Requests for an address meet each other between their reads and writes; events come in any order."""

from functools import partial
from itertools import permutations
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import NotFound
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.feeds import addresses
from holdfast.model.feed import FeedOf
from holdfast.profiles import providers
from testkit.clock import Clock
from testkit.feeds import fetch, note, said, subscribe
from testkit.interference import WRITE, Call, before, no_sleep, pass_through, raising
from testkit.items import overwrite, stored
from testkit.layer_scenario import Owned, bare_provider, fresh_key
from testkit.users import ADMIN, ALICE, DANA
from tests.unit.feeds.conftest import Office, feeds


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)


@pytest.mark.parametrize("is_first", [True, False])
def test_two_attempts_of_one_request_show_the_same_address(
    owned: Owned, monkeypatch: pytest.MonkeyPatch, *, is_first: bool
) -> None:
    """A client that heard nothing repeats its request while the first attempt is still on its way."""
    of, key = FeedOf("provider", owned.provider), fresh_key()
    if not is_first:
        subscribe("provider", owned.provider)
    shown: list[str] = []
    before(monkeypatch, WRITE, lambda: shown.append(addresses.make(of, DANA, key).file))

    late = addresses.make(of, DANA, key).file

    assert shown == [late]
    assert fetch(late).status == 200


def test_an_attempt_whose_response_was_lost_finds_its_own_address(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    file = subscribe("client", owned.client, ALICE)

    assert fetch(file).status == 200
    assert feeds(table) == [f"CLIENT#{owned.client}/FEED"]


def test_of_two_requests_at_once_the_one_that_is_written_last_counts(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    other: list[str] = []
    before(monkeypatch, WRITE, lambda: other.append(subscribe("provider", owned.provider)))

    last = subscribe("provider", owned.provider, DANA)

    assert [fetch(each).status for each in (*other, last)] == [404, 200]


def test_a_provider_that_is_deleted_meanwhile_gets_no_address(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = bare_provider()
    before(monkeypatch, WRITE, lambda: providers.delete(provider, DANA, None))

    with pytest.raises(NotFound):
        subscribe("provider", provider)
    assert feeds(table) == []


def test_a_provider_of_another_owner_meanwhile_gets_no_address(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No request changes the owner, so the test does it by hand."""
    change = lambda: overwrite(table, keys.provider(owned.provider), owner="lee")  # noqa: E731
    before(monkeypatch, WRITE, change)

    with pytest.raises(NotFound):
        subscribe("provider", owned.provider, DANA)
    assert feeds(table) == []


def test_a_revocation_also_ends_an_address_that_is_made_meanwhile(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe("provider", owned.provider)
    made: list[str] = []
    before(monkeypatch, "delete_item", lambda: made.append(subscribe("provider", owned.provider)))

    addresses.revoke(FeedOf("provider", owned.provider), DANA)

    assert [fetch(each).status for each in made] == [404]


def test_a_revocation_that_arrives_once_more_leaves_a_later_address(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that was given up may still reach DynamoDB after later writes."""
    subscribe("provider", owned.provider)
    late: list[partial[Any]] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        if name == "delete_item":
            late.append(partial(real, name, **request))
        return real(name, **request)

    with monkeypatch.context() as recorded:
        pass_through(recorded, passing)
        addresses.revoke(FeedOf("provider", owned.provider), DANA)
    file = subscribe("provider", owned.provider)

    with pytest.raises(Exception, match="ConditionalCheckFailed"):
        late[0]()
    assert fetch(file).status == 200


def test_a_feed_that_is_revoked_twice_at_once_is_gone(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = FeedOf("busy", owned.provider)
    subscribe("busy", owned.provider)
    before(monkeypatch, "delete_item", lambda: addresses.revoke(of, ADMIN))

    addresses.revoke(of, DANA)

    assert feeds(table) == []


def test_whatever_the_order_of_the_events_the_latest_counts(
    office: Office, table: Table, clock: Clock
) -> None:
    file = subscribe("provider", office.provider)
    clock.advance(60)
    away = office.moved(office.booked(2, office.check_up), office.other)
    back = office.moved(away, office.slots[2])
    told = [away, back, office.cancelled(back)]
    before = {(item["PK"], item["SK"]) for item in stored(table)}

    for order in permutations(told):
        for item in stored(table):
            if (item["PK"], item["SK"]) not in before:
                table.delete_item(Key={"PK": item["PK"], "SK": item["SK"]})
        for event in order:
            assert note(event, event) == {"batchItemFailures": []}
        assert said(file) == [("Cancelled", 4, "CANCELLED")], [each["type"] for each in order]
