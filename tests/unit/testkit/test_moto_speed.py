"""moto behaves as before, although it no longer copies the whole table or looks for other spellings."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_dynamodb.service_resource import Table


def key(name: str) -> dict[str, str]:
    return {"PK": "all in one partition", "SK": name}


ACTIONS: dict[str, dict[str, Any]] = {
    "put of a new item": {"Put": {"Item": key("new")}},
    "put over an item": {"Put": {"Item": {**key("old"), "amount": 2}}},
    "update of an item": {
        "Update": {
            "Key": key("old"),
            "UpdateExpression": "ADD amounts :more REMOVE amount",
            "ExpressionAttributeValues": {":more": {2}},
        }
    },
    "update that makes an item": {
        "Update": {
            "Key": key("new"),
            "UpdateExpression": "SET amount = :one",
            "ExpressionAttributeValues": {":one": 1},
        }
    },
    "delete": {"Delete": {"Key": key("old")}},
}
NEVER = {"Key": key("other"), "ConditionExpression": "attribute_not_exists(PK)"}
STORED: list[dict[str, Any]] = [{**key("old"), "amount": 1, "amounts": {1}}, {**key("other")}]


@pytest.fixture
def stored(table: Table) -> Table:
    for item in STORED:
        table.put_item(Item=item)
    return table


def items(table: Table) -> list[dict[str, Any]]:
    return sorted(table.scan()["Items"], key=lambda item: str(item["SK"]))


def transact(table: Table, *actions: dict[str, Any]) -> None:
    named = [
        {kind: {**operation, "TableName": table.name} for kind, operation in action.items()}
        for action in actions
    ]
    table.meta.client.transact_write_items(TransactItems=named)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ACTIONS)
def test_a_transaction_that_fails_is_undone(stored: Table, name: str) -> None:
    before = items(stored)
    with pytest.raises(ClientError, match="TransactionCanceled"):
        transact(stored, ACTIONS[name], {"ConditionCheck": NEVER})
    assert items(stored) == before


@pytest.mark.parametrize("name", ACTIONS)
def test_a_transaction_that_succeeds_is_kept(stored: Table, name: str) -> None:
    before = items(stored)
    transact(stored, ACTIONS[name])
    assert items(stored) != before


def test_an_update_after_one_that_was_undone_counts_once(stored: Table) -> None:
    with pytest.raises(ClientError, match="TransactionCanceled"):
        transact(stored, ACTIONS["update of an item"], {"ConditionCheck": NEVER})
    transact(stored, ACTIONS["update of an item"])
    assert items(stored)[0] == {**key("old"), "amounts": {1, 2}}


def test_an_item_that_a_transaction_names_twice_stays(stored: Table) -> None:
    before = items(stored)
    with pytest.raises(ClientError, match="multiple operations on one item"):
        transact(stored, ACTIONS["delete"], ACTIONS["update of an item"])
    assert items(stored) == before


def test_values_of_each_type_are_read_as_they_were_stored(table: Table) -> None:
    item = {
        **key("all types"),
        "number": 1,
        "is": True,
        "nothing": None,
        "texts": {"a", "b"},
        "numbers": {1, 2},
        "list": ["a", 1, ["b"], {"c": False}],
        "map": {"S": "a name that is also a type", "list": [1]},
        "empty": [],
    }
    table.put_item(Item=item)
    assert items(table) == [item]
