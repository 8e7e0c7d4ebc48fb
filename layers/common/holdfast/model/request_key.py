"""Ensures one effect per Idempotency-Key: the item that a request creates gets its id from the key.

The item also keeps a hash of the body. A repeat finds the item of the first request, so the keys need no
table of their own. A refused request leaves nothing behind.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol, Self

from holdfast.core import ids
from holdfast.core.caller import Caller
from holdfast.core.errors import KeyReused, Problem

_canonical = json.JSONEncoder(sort_keys=True).encode


class _Made(Protocol):
    """An item that a request created."""

    @property
    def write_id(self) -> str: ...

    @property
    def request_id(self) -> str: ...

    @property
    def body_hash(self) -> str: ...


@dataclass(frozen=True)
class RequestKey:
    """A digest of the Idempotency-Key, caller, method and path. The request's ids are derived from it.

    Without an Idempotency-Key, the digest is random.
    """

    digest: bytes
    body_hash: str

    @classmethod
    def of(cls, header: str | None, caller: Caller, method: str, path: str, body: dict[str, Any]) -> Self:
        """Return the key of a request. It depends on the caller, so it never finds another caller's items."""
        body_hash = hashlib.sha256(_canonical(body).encode()).hexdigest()
        scope = "\n".join((caller.subject, method, path, header or ids.random_hex()))
        return cls(hashlib.sha256(scope.encode()).digest(), body_hash)

    @staticmethod
    def id_for(owner: str) -> int:
        """Return a provider id that depends only on the owner, so an owner can create only one provider."""
        return ids.numeric_id(hashlib.sha256(f"owner\n{owner}".encode()).digest())

    @property
    def numeric_id(self) -> int:
        return ids.numeric_id(self.digest)

    @property
    def request_id(self) -> str:
        return self.digest.hex()[:32]

    def is_own_write(self, found: _Made, written: _Made, *, otherwise: Problem) -> bool:
        """Return True if this request wrote the item that was found, in an attempt whose response was lost.

        Return False if an earlier request with the same key and body wrote it. Raises KeyReused if the
        earlier request had another body, and `otherwise` if it had another key.
        """
        if found.write_id == written.write_id:
            return True
        if found.request_id != self.request_id:
            raise otherwise
        if found.body_hash != self.body_hash:
            raise KeyReused
        return False
