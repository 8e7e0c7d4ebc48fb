"""Reads the events in the history of bookings, or in a table's stream, and puts them on the bus."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import boto3

from holdfast.dynamodb import keys
from holdfast.dynamodb.expressions import PARTITION
from holdfast.dynamodb.values import decode_item
from holdfast.model.booking_event import BookingEvent
from holdfast.notifications import bus
from holdfast.notifications.bus import Outcome
from holdfast.notifications.event import Event
from holdfast.notifications.records import events_of
from local import events

_EVENTS_AT_ONCE = 100


def of_bookings(table: str, booking_ids: Iterable[int]) -> Iterator[Event]:
    """Yield every event of these bookings."""
    for booking_id in booking_ids:
        wanted = keys.booking_events(booking_id)
        yield from _read(
            "query",
            TableName=table,
            KeyConditionExpression=PARTITION,
            ExpressionAttributeValues={f":{name}": {"S": value} for name, value in wanted.items()},
        )


def since(table: str, moment: int) -> Iterator[Event]:
    """Yield every event from this time on, in epoch seconds. This reads the whole table."""
    yield from _read(
        "scan",
        TableName=table,
        FilterExpression="begins_with(PK, :bookings) AND #at >= :moment",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues={":bookings": {"S": "BOOKING#"}, ":moment": {"N": str(moment)}},
    )


def of_records(table: str, sequence_numbers: Iterable[str]) -> Iterator[Event]:
    """Yield the events of these records of the table's stream; exit with a message if one is gone."""
    stream = boto3.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    client = boto3.client("dynamodbstreams")
    for number in sequence_numbers:
        for shard in _shards(client, stream):
            if record := _record(client, stream, shard, number):
                (readable,) = events.of_stream([record], stream)["Records"]
                yield from events_of(readable)
                break
        else:
            sys.exit(f"The stream has no record {number}; it keeps records for a day.")


def _shards(client: Any, stream: str) -> Iterator[dict[str, Any]]:
    where = {"StreamArn": stream}
    while True:
        page = client.describe_stream(**where)["StreamDescription"]
        yield from page["Shards"]
        if "LastEvaluatedShardId" not in page:
            return
        where["ExclusiveStartShardId"] = page["LastEvaluatedShardId"]


def _record(client: Any, stream: str, shard: dict[str, Any], number: str) -> dict[str, Any] | None:
    """Return the record if the shard has it."""
    ends = shard["SequenceNumberRange"]
    last = ends.get("EndingSequenceNumber", number)
    if not int(ends.get("StartingSequenceNumber", number)) <= int(number) <= int(last):
        return None
    where = {"StreamArn": stream, "ShardId": shard["ShardId"], "SequenceNumber": number}
    iterator = client.get_shard_iterator(ShardIteratorType="AT_SEQUENCE_NUMBER", **where)["ShardIterator"]
    found: list[dict[str, Any]] = client.get_records(ShardIterator=iterator, Limit=1)["Records"]
    return found[0] if found and found[0]["dynamodb"]["SequenceNumber"] == number else None


def send(bus_name: str, found: Iterable[Event]) -> int:
    """Publish the events and return their number; exit with a message if the bus does not take one."""
    sent, waiting = 0, iter(found)
    while some := list(islice(waiting, _EVENTS_AT_ONCE)):
        outcomes = bus.put(bus_name, some)
        sent += outcomes.count(Outcome.PUBLISHED)
        for event, outcome in zip(some, outcomes, strict=True):
            if outcome is not Outcome.PUBLISHED:
                sys.exit(
                    f"{sent} events published, but the bus did not take {event.id}. Do your credentials "
                    "allow events:PutEvents on it? It does no harm to publish the others again."
                )
    return sent


def _read(operation: Any, **request: Any) -> Iterator[Event]:
    for page in boto3.client("dynamodb").get_paginator(operation).paginate(**request):
        for item in page["Items"]:
            yield Event.of_change(BookingEvent.from_item(decode_item(item)))
