"""Writes to DynamoDB: the error after a failed condition, and the contents of a request."""

from typing import Any

import pytest

from holdfast.core.errors import Unavailable
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.expressions import ABSENT
from holdfast.dynamodb.table import ConditionFailed
from testkit.interference import client_error, returning
from tests.unit.dynamodb.things import key, thing

pytestmark = pytest.mark.usefixtures("table")


def test_a_failed_condition_reports_the_stored_item() -> None:
    table.write(actions.put(thing(1, name="first"), ABSENT, {}))

    with pytest.raises(ConditionFailed) as refusal:
        table.write(actions.put(thing(1, name="second"), ABSENT, {}))
    assert refusal.value.found == {0: thing(1, name="first")}
    with pytest.raises(ConditionFailed) as refusal:
        table.write(actions.delete(key(2), "attribute_exists(PK)", {}))
    assert refusal.value.found == {0: None}


def test_a_failed_transaction_reports_the_failed_conditions_and_stored_items() -> None:
    table.write(actions.put(thing(1, name="first"), ABSENT, {}))

    with pytest.raises(ConditionFailed) as refusal:
        table.transact(
            actions.put(thing(1), ABSENT, {}),
            actions.put(thing(2), ABSENT, {}),
            actions.check(key(3), "attribute_exists(PK)", {}),
        )
    assert refusal.value.found == {0: thing(1, name="first"), 2: None}
    assert table.get(key(2)) is None


@pytest.mark.parametrize(
    ("reasons", "meaning"),
    [
        (["None", "TransactionConflict"], Conflict),
        (["ConditionalCheckFailed", "TransactionConflict"], Conflict),
        (["ThrottlingError", "None"], Unavailable),
        (["None", "ProvisionedThroughputExceeded"], Unavailable),
        (["ConditionalCheckFailed", "None"], ConditionFailed),
        (["None", "ValidationError"], Exception),
        (["ItemCollectionSizeLimitExceeded"], Exception),
    ],
)
def test_a_cancelled_transaction_raises_the_exception_that_its_reasons_mean(
    monkeypatch: pytest.MonkeyPatch, reasons: list[str], meaning: type[Exception]
) -> None:
    error = client_error("TransactionCanceledException", reasons=reasons)
    returning(monkeypatch, error)

    with pytest.raises(meaning) as raised:
        table.transact(actions.put(thing(1), ABSENT, {}))
    if meaning is Exception:
        assert raised.value is error


@pytest.mark.parametrize("send", [table.write, table.transact])
def test_an_invalid_request_is_not_reported_as_a_failed_condition(
    monkeypatch: pytest.MonkeyPatch, send: Any
) -> None:
    error = client_error("ValidationException")
    returning(monkeypatch, error)

    with pytest.raises(Exception, match="ValidationException") as raised:
        send(actions.put(thing(1), ABSENT, {}))
    assert raised.value is error


def test_every_transaction_has_its_own_token(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = returning(monkeypatch, {}, {})

    for _ in range(2):
        table.transact(actions.put(thing(1), ABSENT, {}))
    tokens = [request["ClientRequestToken"] for request in requests]
    assert len(set(tokens)) == 2
    assert all(0 < len(token) <= 36 for token in tokens)


def test_an_expression_gets_only_the_names_and_values_that_it_uses() -> None:
    action = actions.update(key(1), "SET #name = :name", "#owner = :me", {"name": 1, "me": 2, "unused": 3})

    assert action["Update"]["ExpressionAttributeNames"] == {"#name": "name", "#owner": "owner"}
    assert set(action["Update"]["ExpressionAttributeValues"]) == {":name", ":me"}
    with pytest.raises(KeyError):
        actions.update(key(1), "SET #name = :name", None, {})
