"""moto gives the same responses with moto_speed as without it, and keeps the same items."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from moto import mock_aws

from testkit import moto_speed
from testkit.tables import fresh_table

Call = tuple[str, dict[str, Any]]
KEY = {"PK": "p", "SK": "s"}
OTHER = {"PK": "p", "SK": "t"}
DEEP = {"a": {"b": [1, {"c": "deep"}, 3]}, "size": 2, "tags": {"x", "y"}, "list": [1, 2, 3, 4]}
VALUES = {":one": 1, ":two": 2, ":text": "x", ":set": {"x"}, ":map": {"S": "S"}, ":list": [1, "x"]}


def update(expression: str, condition: str = "", **more: Any) -> Call:
    used = set(re.findall(r"[#:]\w+", f"{expression} {condition}"))
    wanted = {
        "UpdateExpression": expression,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {name: name[1:] for name in used if name.startswith("#")},
        "ExpressionAttributeValues": {name: VALUES[name] for name in used if name in VALUES},
        "ReturnValues": "ALL_NEW",
        "Key": KEY,
    }
    return "update_item", {name: value for name, value in wanted.items() if value} | more


def query(**more: Any) -> Call:
    condition = {
        "KeyConditionExpression": "PK = :p AND SK BETWEEN :s AND :t",
        "ExpressionAttributeValues": {":p": "p", ":s": "a", ":t": "z"},
    }
    return "query", condition | more


CALLS: list[Call] = [
    ("put_item", {"Item": {**KEY, **DEEP}}),
    ("put_item", {"Item": {**OTHER, "empty": [], "none": None, "is": True, "numbers": {1, 2}}}),
    (
        "put_item",
        {"Item": KEY, "ConditionExpression": "attribute_not_exists(PK) OR NOT attribute_exists(SK)"},
    ),
    ("get_item", {"Key": KEY}),
    ("get_item", {"Key": {**KEY, "SK": "none"}, "ReturnConsumedCapacity": "TOTAL"}),
    ("get_item", {"Key": KEY, "ProjectionExpression": "#s, a.b", "ExpressionAttributeNames": {"#s": "size"}}),
    update("SET #size = #size + :one, #new = if_not_exists(#new, :list), #a.b[1].c = :text, flat = :map"),
    update(
        "SET #new = list_append(#new, :list), #a.d = #size - :one REMOVE #list[3], #list[1] ADD tags :set"
    ),
    update(
        "REMOVE #new DELETE tags :set", "contains(tags, :text) OR (#size IN (:one, :two) AND flat = :map)"
    ),
    update("DELETE tags :set", "size(tags) > :one AND NOT begins_with(#a.b[1].c, :one)", ReturnValues="NONE"),
    update("SET b = :one", "#size < :one", ReturnValuesOnConditionCheckFailure="ALL_OLD"),
    update("SET b = :one", Key={**KEY, "SK": "new"}),
    update("SET b = :one SET c = :one"),
    update("SET a.b = :one, a.b[1] = :one"),
    update("SET size = :one"),
    update("SET b = never"),
    update("SET PK = :text"),
    update("ADD a :one"),
    update("SET b = :one +"),
    update("SET b = :one", "b ! :one"),
    update("SET b = :one, c = :never"),
    query(),
    query(Limit=1, ScanIndexForward=False, ReturnConsumedCapacity="INDEXES"),
    query(FilterExpression="attribute_type(tags, :p)", Select="COUNT"),
    ("delete_item", {"Key": OTHER, "ReturnValues": "ALL_OLD"}),
    ("scan", {}),
]


def responses() -> list[Any]:
    """Send all calls twice to a fresh table, and return what came back."""
    dynamodb = boto3.resource("dynamodb")
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setattr("testkit.tables.uuid.uuid4", lambda: "same")
        with fresh_table(dynamodb, patch) as table:
            return [response_to(getattr(table, name), given) for name, given in CALLS * 2]


def response_to(call: Any, given: dict[str, Any]) -> Any:
    try:
        response = call(**given)
    except ClientError as error:
        response = error.response
    except ValueError as error:  # moto cannot read this expression
        return 0, str(error)
    status = response.pop("ResponseMetadata")["HTTPStatusCode"]
    return status, response


@contextmanager
def plain_moto() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, plain in moto_speed.PLAIN:
            if plain is None:
                patch.delattr(owner, name)
            else:
                patch.setattr(owner, name, plain)
        yield


def test_the_responses_are_those_of_plain_moto() -> None:
    fast = responses()
    with plain_moto():
        plain = responses()
    assert [status for status, _ in plain].count(400) > 9
    assert list(zip(CALLS * 2, fast, strict=True)) == list(zip(CALLS * 2, plain, strict=True))


def test_a_second_start_serves_programs_that_use_requests_as_the_first_does() -> None:
    found = []
    for _ in range(2):
        with mock_aws():
            response = requests.get("https://dynamodb.eu-central-1.amazonaws.com/", timeout=1)
            found.append((response.status_code, response.text))
    with plain_moto(), mock_aws():
        response = requests.get("https://dynamodb.eu-central-1.amazonaws.com/", timeout=1)
    assert found == [(response.status_code, response.text)] * 2


def test_the_responses_of_a_queue_are_those_of_plain_moto() -> None:
    fast = of_a_queue()
    with plain_moto():
        assert fast == of_a_queue()


def of_a_queue() -> list[Any]:
    with mock_aws():
        sqs: Any = boto3.client("sqs")
        url = sqs.create_queue(QueueName="queue")["QueueUrl"]
        sent = {"StringValue": "there", "DataType": "String"}
        sqs.send_message(QueueUrl=url, MessageBody="hello", MessageAttributes={"where": sent})
        wanted = {"MessageAttributeNames": ["All"], "AttributeNames": ["ApproximateReceiveCount"]}
        (message,) = sqs.receive_message(QueueUrl=url, **wanted)["Messages"]
        known = {name: value for name, value in message.items() if name not in {"MessageId", "ReceiptHandle"}}
        return [url, known, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]]


def test_nothing_is_kept_for_the_next_start() -> None:
    client = boto3.client("sqs")
    for _ in range(2):
        with mock_aws():
            assert "QueueUrls" not in client.list_queues()
            client.create_queue(QueueName="only-here")
