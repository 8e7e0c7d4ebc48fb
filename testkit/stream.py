"""Reads a table's stream, and makes records of a stream."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import boto3
import jsonschema_rs
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb.values import encode_item
from holdfast.notifications.records import events_of
from local import events
from local.template import ROOT, stream_specification

WITH_STREAM = {"StreamSpecification": stream_specification()}
SCHEMA = json.loads((ROOT / "docs/events.schema.json").read_text("utf-8"))
_schema = jsonschema_rs.validator_for(SCHEMA)

Detail = dict[str, Any]
Record = dict[str, Any]


class Stream:
    """The records of a table's stream, and their events."""

    def __init__(self, table: Table) -> None:
        self._arn = str(table.meta.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"])
        self._client = boto3.client("dynamodbstreams", endpoint_url=_endpoint(table))
        self._seen = 0

    @property
    def records(self) -> list[Record]:
        """Return all records so far, in Lambda's form."""
        stream = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]
        found: list[Any] = []
        for shard in stream["Shards"]:
            where = {"StreamArn": self._arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
            iterator = self._client.get_shard_iterator(**where)["ShardIterator"]
            while iterator and (page := self._client.get_records(ShardIterator=iterator))["Records"]:
                found += page["Records"]
                iterator = page.get("NextShardIterator")
        records: list[Record] = events.of_stream(found, self._arn)["Records"]
        return records

    def take(self) -> list[Record]:
        """Return the records since the last call."""
        records = self.records[self._seen :]
        self._seen += len(records)
        return records

    def new(self) -> list[Detail]:
        """Return the events of the records since the last call."""
        return details(self.take())


def details(records: Iterable[Mapping[str, Any]]) -> list[Detail]:
    """Return the records' events. Fail if one of them does not have the documented form."""
    found = [event.detail for record in records for event in events_of(record)]
    for detail in found:
        check(detail)
    return found


def check(detail: Detail) -> None:
    _schema.validate(detail)
    assert detail.keys() == SCHEMA["properties"].keys()


def record(number: int, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Record:
    """Return a record of the change from one item to another, with a sequence number made from `number`."""
    item = new or old or {}
    images = {"OldImage": old, "NewImage": new}
    return {
        "eventID": f"{number:032x}",
        "eventName": "INSERT" if not old else "MODIFY" if new else "REMOVE",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_796_112_000,
            "Keys": encode_item({name: item[name] for name in ("PK", "SK")}),
            **{name: encode_item(image) for name, image in images.items() if image},
            "SequenceNumber": sequence_number(number),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def sequence_number(number: int) -> str:
    return f"{number:021d}"


def _endpoint(table: Table) -> str | None:
    """Return DynamoDB Local's address, or None for moto."""
    url = table.meta.client.meta.endpoint_url
    return url if "127.0.0.1" in url or "localhost" in url else None
