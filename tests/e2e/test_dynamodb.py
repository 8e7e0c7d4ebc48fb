"""Run the server with a DynamoDB that it did not start."""

import time
from pathlib import Path
from typing import Any

import boto3
from mypy_boto3_dynamodb.service_resource import Table

from local import dynamodb, template
from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.servers import Server, eventually


def test_the_server_uses_the_given_endpoint_and_creates_the_templates_table(
    endpoint: str, tmp_path: Path
) -> None:
    with Server(data=tmp_path, env={dynamodb.ENDPOINT: endpoint}) as server:
        provider = new_provider(server)
        server.wait_to_say(endpoint)
    assert f"PROVIDER#{provider['id']}" in {item["PK"] for item in _items(endpoint)}
    client = boto3.client("dynamodb", endpoint_url=endpoint)
    table = client.describe_table(TableName=dynamodb.TABLE)["Table"]
    expiry = client.describe_time_to_live(TableName=dynamodb.TABLE)["TimeToLiveDescription"]
    assert table["KeySchema"] == template.table_definition()["KeySchema"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {
        index["IndexName"] for index in template.table_definition()["GlobalSecondaryIndexes"]
    }
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_an_unreachable_endpoint_gives_one_clear_line(tmp_path: Path) -> None:
    server = Server(data=tmp_path, env={dynamodb.ENDPOINT: "http://127.0.0.1:9"})
    assert server.wait() == 1
    assert server.output.startswith("DynamoDB at http://127.0.0.1:9: ")
    assert server.output.count("\n") == 1


def test_the_schedule_clears_lapsed_holds(endpoint: str, tmp_path: Path) -> None:
    with Server(data=tmp_path, env={dynamodb.ENDPOINT: endpoint}) as server:
        slot = open_hour(server, new_provider(server))[0]
        reserve(server, slot, new_client(server))
    (hold,) = _held(endpoint)
    _let_lapse(endpoint, hold)
    # When a server starts, it deletes the lapsed holds.
    with Server(data=tmp_path, env={dynamodb.ENDPOINT: endpoint}) as server:
        eventually(lambda: not _held(endpoint), server, seconds=30)


def test_a_table_from_before_there_were_events_gets_a_stream(endpoint: str, tmp_path: Path) -> None:
    client = boto3.client("dynamodb", endpoint_url=endpoint)
    client.delete_table(TableName=dynamodb.TABLE)
    client.create_table(TableName=dynamodb.TABLE, **template.table_definition())
    with Server(data=tmp_path, env={dynamodb.ENDPOINT: endpoint}) as server:
        held = reserve(server, open_hour(server, new_provider(server))[0], new_client(server))
        server.wait_to_say(f" event appointment.held {held['booking_id']}-0\n")


def _let_lapse(endpoint: str, hold: dict[str, Any]) -> None:
    lapsed = int(time.time()) - 1
    _table(endpoint).put_item(Item=hold | {"expires_at": lapsed, "by_kind_sk": lapsed})


def _held(endpoint: str) -> list[dict[str, Any]]:
    return [item for item in _items(endpoint) if item.get("status") == "held"]


def _items(endpoint: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = _table(endpoint).scan()["Items"]
    return items


def _table(endpoint: str) -> Table:
    return boto3.resource("dynamodb", endpoint_url=endpoint).Table(dynamodb.TABLE)
