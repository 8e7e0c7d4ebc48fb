"""One effect per Idempotency-Key: what a request makes gets its id from the key, and keeps the body's hash.

A repeat meets what the first request made, so no second table has to remember it, and a refused
request leaves nothing behind.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from holdfast import ids, times
from holdfast.errors import KeyReused, Problem
from holdfast.identity import Caller
from holdfast.table import Item

_canonical = json.JSONEncoder(sort_keys=True).encode


@dataclass(frozen=True)
class RequestKey:
    """What the ids of this request are derived from: the header in its scope, or chance."""

    digest: bytes
    body_hash: str

    @classmethod
    def of(cls, header: str | None, caller: Caller, event: Mapping[str, Any], body: dict[str, Any]) -> Self:
        """Scope the header to caller, method and path, so that nobody can meet another's key."""
        body_hash = hashlib.sha256(_canonical(body).encode()).hexdigest()
        method = event["requestContext"]["http"]["method"]
        scope = "\n".join((caller.subject, method, event["rawPath"], header or ids.random_hex()))
        return cls(hashlib.sha256(scope.encode()).digest(), body_hash)

    @staticmethod
    def number_for(owner: str) -> int:
        """Return the one id that everything of this owner's kind shares: there can be only one."""
        return _number(hashlib.sha256(f"owner\n{owner}".encode()).digest())

    @property
    def number(self) -> int:
        """Return an id from 1 to 2^53 - 1: exact in JavaScript, and silent about volume."""
        return _number(self.digest)

    @property
    def text(self) -> str:
        return self.digest.hex()[:32]

    def made(self, met: Item, written: Item, clash: Problem) -> bool:
        """Tell whether this very request made the item it met, its answer lost; else an earlier one did.

        Raises KeyReused if the earlier request had another body, and `clash` if it had another key.
        """
        if met["write_id"] == written["write_id"]:
            return True
        if met["request_id"] != self.text:
            raise clash
        if met["body_hash"] != self.body_hash:
            raise KeyReused
        return False


def _number(digest: bytes) -> int:
    return int.from_bytes(digest) % times.MAX_ID + 1
