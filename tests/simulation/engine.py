"""Redirect all DynamoDB calls to moto, in this process. A test can intercept each call.

The engine can save and restore the whole table. Only one thread at a time may use the engine.
"""

import hashlib
import json
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.core.models import botocore_stubber
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType

from holdfast.core import clock, ids
from holdfast.core.settings import settings
from holdfast.dynamodb import connection
from local.template import table_definition
from tests.simulation.wire import aws_response

NOON = 1_796_126_400  # 2026-12-01T12:00:00Z
ACCOUNT, REGION = "123456789012", "eu-central-1"

Send = Callable[[], AWSResponse]


# An interceptor runs in place of a call. It may call `send` once, twice or never, and returns the response.
Interceptor = Callable[[str, Any, Send], AWSResponse]


def direct(_operation: str, _request: Any, send: Send) -> AWSResponse:
    return send()


class State(NamedTuple):
    """The contents of the table, and their digest.

    `items` maps keys to items, in DynamoDB's types. `stored` is a pickle of moto's objects for these items.
    """

    digest: str
    items: dict[tuple[str, str], dict[str, Any]]
    stored: bytes


class _Ids(threading.local):
    """Each thread derives its ids from a name and a counter."""

    name = "main"
    count = 0


class Engine:
    """Contains the table, the clock and the current interceptor.

    To save time, the engine remembers moto's results. It reuses a result if the request and the table are the
    same as before.
    """

    def __init__(self) -> None:
        self.now = NOON
        self.intercept: Interceptor = direct
        self._ids = _Ids()
        self._effects: dict[tuple[str, str, bytes], tuple[int, bytes, State]] = {}
        self._in_moto = self._state = self._read()

    def name_thread(self, name: str) -> None:
        """Derive this thread's ids from the name, so that every run makes the same ids."""
        self._ids.name, self._ids.count = name, 0

    def random_hex(self) -> str:
        self._ids.count += 1
        return hashlib.sha256(f"{self._ids.name} {self._ids.count}".encode()).hexdigest()[:32]

    def on_send(self, event_name: str, request: Any, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        return self.intercept(operation, request, lambda: self._send(event_name, request))

    @property
    def items(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the stored items in DynamoDB's types. Callers must not change them."""
        return self._state.items

    def delete(self, key: tuple[str, str]) -> None:
        """Delete an item as TTL does, without sending a request."""
        self._load()
        partition, sort = (DynamoType({"S": part}) for part in key)
        del _moto_table().items[partition][sort]
        self._in_moto = self._state = self._read()

    def snapshot(self) -> Any:
        return self.now, self._state, self._ids.count

    def restore(self, snapshot: Any) -> None:
        self.now, self._state, self._ids.count = snapshot

    def forget(self) -> None:
        """Forget moto's results, to free memory."""
        self._effects.clear()

    def _send(self, event_name: str, request: Any) -> AWSResponse:
        call = self._state.digest, event_name, bytes(request.body)
        if call not in self._effects:
            self._load()
            response = botocore_stubber(event_name, request)
            assert response, "moto is not on"
            self._in_moto = self._read()
            self._effects[call] = response.status_code, response.content, self._in_moto
        status, content, self._state = self._effects[call]
        return aws_response(status, content)

    def _load(self) -> None:
        if self._in_moto.digest != self._state.digest:
            _moto_table().items = pickle.loads(self._state.stored)
            self._in_moto = self._state

    @staticmethod
    def _read() -> State:
        stored = _moto_table().items
        items = {
            (item.attrs["PK"].value, item.attrs["SK"].value): item.to_json()["Attributes"]
            for partition in stored.values()
            for item in partition.values()
        }
        plain = json.dumps(sorted((*key, item) for key, item in items.items()), sort_keys=True)
        return State(hashlib.sha256(plain.encode()).hexdigest(), items, pickle.dumps(stored))


def _moto_table() -> Any:
    return dynamodb_backends[ACCOUNT][REGION].tables[settings().table_name]


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Yield an engine with an empty table. The engine also controls the clock and the random ids."""
    connection.client.cache_clear()
    with mock_aws():
        client = connection.client()
        client.create_table(TableName=settings().table_name, **table_definition())
        # Unregister moto's own handler. Otherwise it would apply each call a second time.
        client.meta.events.unregister("before-send", botocore_stubber)  # type: ignore[arg-type]
        engine = Engine()
        client.meta.events.register("before-send.dynamodb", engine.on_send)  # type: ignore[arg-type]
        _hand_over(engine, monkeypatch)
        yield engine
    connection.client.cache_clear()


def _hand_over(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: engine.now)
    monkeypatch.setattr(clock, "pause", lambda _seconds: None)
    monkeypatch.setattr(ids, "random_hex", engine.random_hex)
    monkeypatch.setattr("botocore.retries.standard.time.sleep", lambda _seconds: None, raising=False)
