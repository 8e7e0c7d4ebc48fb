"""Reads return all items, however many there are. Values keep the types that were written."""

from typing import Any

import pytest

from holdfast.core.errors import Unavailable
from holdfast.core.settings import settings
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.expressions import ABSENT
from testkit.interference import no_sleep, returning
from tests.unit.dynamodb.things import key, thing

PAIR = "PK = :partition AND SK BETWEEN :first AND :last"

pytestmark = pytest.mark.usefixtures("table")


def fill(count: int, **attributes: object) -> None:
    for number in range(count):
        table.write(actions.put(thing(number, **attributes), ABSENT, {}))


def test_an_item_is_read_with_the_types_that_were_written() -> None:
    stored = thing(1, count=2**53, text="ü", none=None, yes=True, numbers={1, 2}, nested=[{"a": 1}])

    table.write(actions.put(stored, ABSENT, {}))

    found = table.get(key(1))
    assert found == stored
    assert found
    assert type(found["count"]) is int
    assert {type(number) for number in found["numbers"]} == {int}
    assert table.get(key(2)) is None


def test_an_update_returns_the_updated_item() -> None:
    action = actions.update(key(1), "SET #name = :name ADD version :one", None, {"name": "A", "one": 1})

    assert table.write(action) == thing(1, name="A", version=1)
    assert table.write(action) == thing(1, name="A", version=2)


def test_a_batch_get_takes_any_number_of_keys_and_duplicates(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(250)

    found = table.batch_get([key(number % 260) for number in range(600)], consistent=True)

    assert found == {key(number): thing(number) for number in range(250)}
    assert table.batch_get([], consistent=True) == {}


def test_unprocessed_keys_are_requested_again(monkeypatch: pytest.MonkeyPatch) -> None:
    name = settings().table_name
    pauses = no_sleep(monkeypatch)
    busy = {"Responses": {name: []}, "UnprocessedKeys": {name: {"Keys": []}}}
    done = {"Responses": {name: [{"PK": {"S": "P"}, "SK": {"S": "0001"}}]}, "UnprocessedKeys": {}}
    requests = returning(monkeypatch, busy, busy, done)

    assert table.batch_get([key(1)], consistent=True) == {key(1): thing(1)}
    assert len(pauses) == 2
    assert requests[0] == requests[1] == requests[2]

    returning(monkeypatch, *[busy] * 8)
    with pytest.raises(Unavailable):
        table.batch_get([key(1)], consistent=True)


def test_a_query_reads_until_no_page_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(7)
    values = {"partition": "P", "first": "0001", "last": "0005"}

    for page_size in (1, 2, 5, 100, None):
        found = list(table.query(PAIR, values, consistent=True, page_size=page_size))
        assert found == [thing(number) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("page_size", "expected"), [(3, [3, 6, 12, 24]), (2000, [2000, 4000, 5000, 5000])], ids=str
)
def test_each_page_limit_is_twice_the_one_before_up_to_5000(
    monkeypatch: pytest.MonkeyPatch, page_size: int, expected: list[int]
) -> None:
    page = {"Items": [{"PK": {"S": "P"}}], "LastEvaluatedKey": {"PK": {"S": "P"}}}
    limits: list[int] = []

    def call(_name: str, **request: Any) -> Any:
        limits.append(request["Limit"])
        return page if len(limits) < 4 else {"Items": []}

    monkeypatch.setattr(table, "call", call)

    values = {"partition": "P", "first": "0", "last": "9"}
    assert len(list(table.query(PAIR, values, page_size=page_size))) == 3
    assert limits == expected


def test_a_query_reads_no_more_pages_than_the_caller_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = returning(monkeypatch, {"Items": [{"PK": {"S": "P"}}], "LastEvaluatedKey": {"PK": {"S": "P"}}})

    assert next(table.query(PAIR, {"partition": "P", "first": "0", "last": "9"}, page_size=1)) == {"PK": "P"}
    assert len(requests) == 1
