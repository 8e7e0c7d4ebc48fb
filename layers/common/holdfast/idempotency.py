"""One effect per Idempotency-Key: what a request makes gets its id from the key, and keeps the body's hash.

A repeat meets what the first request made, so no second table has to remember it, and a refused
request leaves nothing behind.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any, Self

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from holdfast import times
from holdfast.errors import KeyReused, Unavailable
from holdfast.identity import Caller
from holdfast.table import Item


@dataclass(frozen=True)
class RequestKey:
    """What the ids of this request are derived from: the header in its scope, or chance."""

    digest: bytes
    body_hash: str
    repeatable: bool

    @classmethod
    def of(
        cls, header: str | None, caller: Caller, event: APIGatewayProxyEventV2, body: dict[str, Any]
    ) -> Self:
        """Scope the header to caller, method and path, so that nobody can meet another's key."""
        body_hash = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        scope = "\n".join((caller.subject, event.http_method, event.path, header or uuid.uuid4().hex))
        return cls(hashlib.sha256(scope.encode()).digest(), body_hash, header is not None)

    @property
    def number(self) -> int:
        """Return an id from 1 to 2^53 - 1: exact in JavaScript, and silent about volume."""
        return int.from_bytes(self.digest) % times.MAX_ID + 1

    @property
    def text(self) -> str:
        return self.digest.hex()[:32]

    def made(self, met: Item, written: Item) -> bool:
        """Tell whether this very request made the item it met, its answer lost; else an earlier one did.

        Raises KeyReused if the earlier request had another body, Unavailable if an id was met by chance.
        """
        if met["write_id"] == written["write_id"]:
            return True
        if not self.repeatable:
            raise Unavailable
        if met["body_hash"] != self.body_hash:
            raise KeyReused
        return False
