"""Add AWS's transaction conflicts to DynamoDB Local.

DynamoDB Local itself runs transactions one after the other, so they never conflict.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from holdfast.dynamodb import connection

_WRITES = {"PutItem", "UpdateItem", "DeleteItem"}


@dataclass
class Traffic:
    """Keeps track of the items in open transactions, and counts the requests that conflict."""

    seconds: float  # how long each transaction stays open
    conflicts: int = 0
    _busy: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def passing(self, operation: str, request: dict[str, Any]) -> Iterator[None]:
        """Raise ClientError if the request writes an item that is in an open transaction."""
        if operation in _WRITES:
            self._stop_if_busy([request], "TransactionConflictException", operation)
        if operation != "TransactWriteItems":
            yield
            return
        actions = [body for action in request["TransactItems"] for body in action.values()]
        self._stop_if_busy(actions, "TransactionCanceledException", operation, take=True)
        try:
            time.sleep(self.seconds)
            yield
        finally:
            with self._lock:
                self._busy -= set(map(_key, actions))

    def _stop_if_busy(
        self, actions: list[dict[str, Any]], code: str, operation: str, *, take: bool = False
    ) -> None:
        with self._lock:
            met = [_key(action) in self._busy for action in actions]
            if not any(met):
                self._busy |= set(map(_key, actions)) if take else set()
                return
            self.conflicts += 1
        reasons = [{"Code": "TransactionConflict" if each else "None"} for each in met]
        error: Any = {
            "Error": {"Code": code, "Message": "conflicts with an open transaction"},
            "ResponseMetadata": {"HTTPStatusCode": 400},
            "CancellationReasons": reasons,
        }
        raise ClientError(error, operation)


def _key(action: dict[str, Any]) -> tuple[str, str]:
    where = action.get("Key") or action["Item"]
    return where["PK"]["S"], where["SK"]["S"]


def like_aws(monkeypatch: pytest.MonkeyPatch, seconds: float = 0.005) -> Traffic:
    """Let transactions conflict, until the test ends."""
    traffic = Traffic(seconds)
    client = connection.client()
    send = client._make_api_call  # type: ignore[attr-defined]

    def send_in_traffic(operation: str, request: dict[str, Any]) -> Any:
        with traffic.passing(operation, request):
            return send(operation, request)

    monkeypatch.setattr(client, "_make_api_call", send_in_traffic)
    return traffic
