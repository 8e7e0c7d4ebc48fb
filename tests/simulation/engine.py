"""DynamoDB with every call in our hands: moto in this process, hooked where botocore sends.

Each call is atomic, since one thread runs at a time; the whole table can be put back to how it was.
"""

import copy
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.core.models import botocore_stubber
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType

from holdfast import connection, times
from holdfast.settings import settings
from local.template import table_definition

NOON = 1_796_126_400  # 2026-12-01T12:00:00Z, so that the slots of tests are ahead
ACCOUNT, REGION = "123456789012", "eu-central-1"

Send = Callable[[], AWSResponse]


# Decides what becomes of a call: it may send it, twice or not at all, and answer otherwise.
Interceptor = Callable[[str, Any, Send], AWSResponse]


def direct(_operation: str, _request: Any, send: Send) -> AWSResponse:
    return send()


class Engine:
    """The table, the clock, and who decides about calls just now."""

    def __init__(self) -> None:
        self.now = NOON
        self.intercept: Interceptor = direct
        self._ids = threading.local()

    def name_thread(self, name: str) -> None:
        """Make the random ids of this thread follow from its name, so that a schedule can be replayed."""
        self._ids.name, self._ids.count = name, 0

    def uuid4(self) -> uuid.UUID:
        self._ids.count = getattr(self._ids, "count", 0) + 1
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{getattr(self._ids, 'name', 'main')} {self._ids.count}")

    def on_send(self, event_name: str, request: Any, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        return self.intercept(operation, request, lambda: _sent(event_name, request))

    @property
    def items(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What is stored, in DynamoDB's own types."""
        return {
            (item.attrs["PK"].value, item.attrs["SK"].value): item.to_json()["Attributes"]
            for partition in self._stored().values()
            for item in partition.values()
        }

    def delete(self, key: tuple[str, str]) -> None:
        """Delete an item as TTL does: unasked and unconditionally."""
        partition, sort = (DynamoType({"S": part}) for part in key)
        del self._stored()[partition][sort]

    def snapshot(self) -> Any:
        return self.now, copy.deepcopy(dict(self._stored()))

    def restore(self, snapshot: Any) -> None:
        self.now, stored = snapshot
        self._stored().clear()
        self._stored().update(copy.deepcopy(stored))

    @staticmethod
    def _stored() -> Any:
        return dynamodb_backends[ACCOUNT][REGION].tables[settings().table_name].items


def _sent(event_name: str, request: Any) -> AWSResponse:
    response = botocore_stubber(event_name, request)
    assert response, "moto is not on"
    return response


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Create the template's table, empty, and put the clock and all chance into the engine's hands."""
    engine = Engine()
    monkeypatch.setattr(times, "now", lambda: engine.now)
    monkeypatch.setattr(times, "pause", lambda _seconds: None)
    monkeypatch.setattr(uuid, "uuid4", engine.uuid4)
    monkeypatch.setattr("botocore.retries.standard.time.sleep", lambda _seconds: None, raising=False)
    connection.client.cache_clear()
    with mock_aws():
        client = connection.client()
        client.create_table(TableName=settings().table_name, **table_definition())
        # botocore asks every handler and takes the first answer: moto's own would send each call once more.
        client.meta.events.unregister("before-send", botocore_stubber)  # type: ignore[arg-type]
        client.meta.events.register("before-send.dynamodb", engine.on_send)  # type: ignore[arg-type]
        yield engine
    connection.client.cache_clear()
