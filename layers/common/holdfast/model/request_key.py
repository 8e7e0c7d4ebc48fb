"""One effect per Idempotency-Key: what a request makes gets its id from the key, and keeps the body's hash.

A repeat finds what the first request made, so no second table has to remember it, and a refused
request leaves nothing behind.
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
    """What a request made."""

    @property
    def write_id(self) -> str: ...

    @property
    def request_id(self) -> str: ...

    @property
    def body_hash(self) -> str: ...


@dataclass(frozen=True)
class RequestKey:
    """What the ids of this request are derived from: the header in its scope, or chance."""

    digest: bytes
    body_hash: str

    @classmethod
    def of(cls, header: str | None, caller: Caller, method: str, path: str, body: dict[str, Any]) -> Self:
        """Scope the header to caller, method and path, so that nobody can find another's."""
        body_hash = hashlib.sha256(_canonical(body).encode()).hexdigest()
        scope = "\n".join((caller.subject, method, path, header or ids.random_hex()))
        return cls(hashlib.sha256(scope.encode()).digest(), body_hash)

    @staticmethod
    def id_for(owner: str) -> int:
        """Return the one id that everything of this owner's kind shares: there can be only one."""
        return ids.numeric_id(hashlib.sha256(f"owner\n{owner}".encode()).digest())

    @property
    def numeric_id(self) -> int:
        return ids.numeric_id(self.digest)

    @property
    def request_id(self) -> str:
        return self.digest.hex()[:32]

    def is_own_write(self, found: _Made, written: _Made, *, otherwise: Problem) -> bool:
        """Tell whether this very request wrote what was found, its response lost; else an earlier one did.

        Raises KeyReused if the earlier request had another body, and `otherwise` if it had another key.
        """
        if found.write_id == written.write_id:
            return True
        if found.request_id != self.request_id:
            raise otherwise
        if found.body_hash != self.body_hash:
            raise KeyReused
        return False
