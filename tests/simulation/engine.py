"""Redirect all DynamoDB calls to moto, in this process. A test can intercept each call.

The engine can save and restore the whole table. Only one thread may use the engine.
"""

import hashlib
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.core.models import botocore_stubber
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from holdfast.core import clock, ids
from holdfast.core.settings import settings
from holdfast.dynamodb import connection
from local.template import table_definition
from tests.simulation.torn import Tear, joined, whole
from tests.simulation.wire import aws_response

NOON = 1_796_126_400  # 2026-12-01T12:00:00Z
ACCOUNT, REGION = "123456789012", "eu-central-1"
READS = {"GetItem", "BatchGetItem", "Query"}

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


class Ids:
    """Derives ids from a name and a counter, so that every run makes the same ids."""

    def __init__(self, name: str, count: int = 0) -> None:
        self.name, self.count = name, count

    def random_hex(self) -> str:
        self.count += 1
        return hashlib.sha256(f"{self.name} {self.count}".encode()).hexdigest()[:32]


class Engine:
    """Contains the table, the clock and the current interceptor.

    To save time, the engine remembers moto's results. It reuses a result if the request and the table are the
    same as before.
    """

    def __init__(self) -> None:
        self.now = NOON
        self.intercept: Interceptor = direct
        self.tear: Tear = whole
        self.ids = Ids("main")
        self._effects: dict[tuple[str, str, bytes], tuple[int, bytes, State]] = {}
        self._state = self._read()
        self._in_moto = self._state.digest  # of moto's table; empty if that is to be replaced

    def random_hex(self) -> str:
        return self.ids.random_hex()

    def on_send(self, event_name: str, request: Any, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        parts = self.tear(request) if operation == "BatchGetItem" else [request]
        sends = [(part, partial(self._send, event_name, part)) for part in parts]
        return joined([self.intercept(operation, part, send) for part, send in sends])

    @property
    def items(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the stored items in DynamoDB's types. Callers must not change them."""
        return self._state.items

    @property
    def digest(self) -> str:
        """Return a digest of the stored items."""
        return self._state.digest

    def delete(self, key: tuple[str, str]) -> None:
        """Delete an item as TTL does, without sending a request."""
        self._load()
        partition, sort = (DynamoType({"S": part}) for part in key)
        del _moto_table().items[partition][sort]
        self._state = self._read()
        self._in_moto = self._state.digest

    def snapshot(self) -> Any:
        return self.now, self._state, self.ids.name, self.ids.count

    def restore(self, snapshot: Any) -> None:
        self.now, self._state, *ids = snapshot
        self.ids = Ids(*ids)

    def forget(self) -> None:
        """Forget moto's results, to free memory."""
        self._effects.clear()

    def _send(self, event_name: str, request: Any) -> AWSResponse:
        call = self._state.digest, event_name, bytes(request.body)
        if call not in self._effects:
            self._effects[call] = self._send_to_moto(event_name, request)
        status, content, self._state = self._effects[call]
        return aws_response(status, content)

    def _send_to_moto(self, event_name: str, request: Any) -> tuple[int, bytes, State]:
        self._load()
        response = botocore_stubber(event_name, request)
        assert response, "moto is not on"
        state = self._state
        if response.status_code != 200:
            self._in_moto = ""  # `running` has switched off moto's own undoing of a refused transaction
        elif event_name.rpartition(".")[2] not in READS:
            state = self._read()
            self._in_moto = state.digest
        return response.status_code, response.content, state

    def _load(self) -> None:
        if self._in_moto != self._state.digest:
            _moto_table().items = pickle.loads(self._state.stored)
            self._in_moto = self._state.digest

    @staticmethod
    def _read() -> State:
        stored = _moto_table().items
        items = {
            (item.attrs["PK"].value, item.attrs["SK"].value): _ordered(item.to_json()["Attributes"])
            for partition in stored.values()
            for item in partition.values()
        }
        plain = json.dumps(sorted((*key, item) for key, item in items.items()), sort_keys=True)
        return State(hashlib.sha256(plain.encode()).hexdigest(), items, pickle.dumps(stored))


def _ordered(attributes: dict[str, Any]) -> dict[str, Any]:
    """Put the members of each set into one order, so that equal tables have equal digests."""
    return {
        name: {kind: sorted(value) if kind in {"NS", "SS"} else value}
        for name, typed in attributes.items()
        for kind, value in typed.items()
    }


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
    monkeypatch.setattr(ids, "jitter", lambda _most: 0.0)
    # moto copies the whole table before each action of a transaction.
    monkeypatch.setattr(Table, "__deepcopy__", lambda table, _memo: table, raising=False)
    monkeypatch.setattr("botocore.retries.standard.time.sleep", lambda _seconds: None, raising=False)
