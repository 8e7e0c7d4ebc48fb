"""Follows the table's stream while the server runs, as Lambda does for the function that is mapped to it.

MiniStack's own mappings give up a batch that fails, and ignore which of its records failed.
"""

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local import dynamodb, event_bus, events, mappings
from local.mappings import EventSourceMapping
from local.runner import Runner

logger = logging.getLogger(__name__)
Record = dict[str, Any]

_PAUSE_SECONDS = 0.1  # between two looks at the stream
_RETRY_SECONDS = 1.0
_TRIES_WHEN_STOPPING = 3
_STOP_SECONDS = 10.0


@contextmanager
def followed(runner: Runner) -> Iterator[None]:
    """Give the mapped functions the records of the stream, from the oldest that it still has.

    At the end, first give them what was written until then, because MiniStack forgets it.
    """
    with ExitStack() as threads:
        for mapping in mappings.of_table():
            client = event_bus.connect("dynamodbstreams", os.environ[dynamodb.ENDPOINT])
            threads.enter_context(_following(Follower(client, _stream_arn(), mapping, runner)))
        yield


@contextmanager
def _following(follower: "Follower") -> Iterator[None]:
    thread = threading.Thread(target=follower.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        follower.stopped.set()
        thread.join(timeout=_STOP_SECONDS)


def _stream_arn() -> str:
    table = boto3.client("dynamodb").describe_table(TableName=dynamodb.TABLE)["Table"]
    return str(table["LatestStreamArn"])


class Follower:
    """Reads all shards of a stream, and calls one function with what it wants of them."""

    def __init__(self, client: Any, arn: str, mapping: EventSourceMapping, runner: Runner) -> None:
        self.stopped = threading.Event()
        self._client = client
        self._arn = arn
        self._mapping = mapping
        self._runner = runner
        self._known: set[str] = set()  # shards whose reading has begun
        self._iterators: dict[str, str | None] = {}  # of each shard that has not ended
        self._taken: dict[str, str] = {}  # the last sequence number of each shard that the function has taken

    def run(self) -> None:
        """Follow the stream until `stopped` is set, and then to its end."""
        tries = 0
        while tries < _TRIES_WHEN_STOPPING:
            is_last = self.stopped.is_set()
            try:
                found = self.look()
            except (BotoCoreError, ClientError) as error:
                found = 1
                tries += is_last
                self._begin_again(error)
            if is_last and not found:
                return
            self.stopped.wait(_PAUSE_SECONDS)

    def look(self) -> int:
        """Read each shard once, and return how many records there were."""
        if not self._iterators:
            self._find_shards()
        found = 0
        for shard, iterator in self._iterators.items():
            if iterator:
                page = self._client.get_records(ShardIterator=iterator)
                found += len(page["Records"])
                self._take(shard, page["Records"])
                self._iterators[shard] = page.get("NextShardIterator")
        if not all(self._iterators.values()):  # a shard has ended, and another one goes on
            self._iterators = {shard: iterator for shard, iterator in self._iterators.items() if iterator}
            self._find_shards()
        return found

    def _find_shards(self) -> None:
        """Begin to read the shards that are not known yet."""
        description = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]
        for shard in (shard["ShardId"] for shard in description["Shards"]):
            if shard not in self._known:
                where = {"StreamArn": self._arn, "ShardId": shard, **_after(self._taken.get(shard))}
                self._iterators[shard] = self._client.get_shard_iterator(**where)["ShardIterator"]
                self._known.add(shard)

    def _begin_again(self, error: BotoCoreError | ClientError) -> None:
        """Find all shards anew.

        An iterator has expired, or the emulator has ended. In the latter case, the server says so.
        """
        self._iterators.clear()
        self._known.clear()
        if "TrimmedDataAccess" in str(error):  # after a day, the stream's oldest records are gone
            self._taken.clear()
        self.stopped.wait(_RETRY_SECONDS)

    def _take(self, shard: str, records: Sequence[Record]) -> None:
        wanted = [record for record in records if self._mapping.wants(record)]
        for first in range(0, len(wanted), self._mapping.batch_size):
            self._deliver(wanted[first : first + self._mapping.batch_size])
        if records:
            self._taken[shard] = records[-1]["dynamodb"]["SequenceNumber"]

    def _deliver(self, records: Sequence[Record]) -> None:
        """Call the function until it has taken all records; give up only after the server has stopped."""
        tries = 0
        while records := self._failed(records):
            tries += self.stopped.is_set()
            if tries >= _TRIES_WHEN_STOPPING:
                logger.error("%s has not taken %d records", self._mapping.function, len(records))
                return
            self.stopped.wait(_RETRY_SECONDS)

    def _failed(self, records: Sequence[Record]) -> Sequence[Record]:
        """Call the function, and return the records from the first one that failed."""
        try:
            result = self._runner.call(self._mapping.function, events.of_stream(records, self._arn))
        except Exception:
            logger.exception("%s failed", self._mapping.function)
            return records
        failed = {failure["itemIdentifier"] for failure in (result or {}).get("batchItemFailures", [])}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        first = min(
            (number for number, sequence in enumerate(numbers) if sequence in failed), default=len(records)
        )
        return records[first:]


def _after(sequence_number: str | None) -> dict[str, str]:
    """Return where to begin in a shard: after the record, or at the oldest record that is still there."""
    if sequence_number is None:
        return {"ShardIteratorType": "TRIM_HORIZON"}
    return {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": sequence_number}
