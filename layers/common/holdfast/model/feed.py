"""Calendar feeds: addresses from which calendar programs fetch the bookings of a provider or a client."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

from holdfast.core import ids
from holdfast.core.ids import MAX_ID
from holdfast.dynamodb import feed_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key

Kind = Literal["provider", "busy", "client"]

_KINDS: dict[str, Kind] = {"p": "provider", "b": "busy", "c": "client"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_KEYS = {
    "provider": feed_keys.of_provider,
    "busy": feed_keys.of_busy_provider,
    "client": feed_keys.of_client,
}
# Only characters that no program writes as `%7E` or the like: RFC 3986 calls them unreserved, and every older
# standard agrees.
_FILE = re.compile(r"([pbc])([1-9][0-9]{0,15})-([A-Za-z0-9_-]{22})\.ics")


class FeedOf(NamedTuple):
    """Whose bookings a feed shows: all of a provider, only when it is `busy`, or all of a client."""

    kind: Kind
    id: int

    @property
    def key(self) -> Key:
        return _KEYS[self.kind](self.id)

    @property
    def profile(self) -> Key:
        """Return the key of the provider or the client."""
        return keys.client(self.id) if self.kind == "client" else keys.provider(self.id)


@dataclass(frozen=True)
class Feed:
    """`secret_hash` is the SHA-256 of the secret in the address. The secret itself is not stored.

    The secret follows from the random `salt` and from the request that made the feed, which `request_id`
    identifies. `created_at` is in epoch seconds.
    """

    of: FeedOf
    secret_hash: str
    salt: str
    request_id: str
    created_at: int

    @classmethod
    def from_item(cls, of: FeedOf, item: Item) -> Self:
        return cls(of, item["secret_hash"], item["salt"], item["request_id"], item["created_at"])

    def to_item(self) -> Item:
        return {
            **self.of.key._asdict(),
            "secret_hash": self.secret_hash,
            "salt": self.salt,
            "request_id": self.request_id,
            "created_at": self.created_at,
        }

    def opens_with(self, secret: str) -> bool:
        """Return True if it is the feed's secret. The comparison takes as long for every wrong one."""
        return hmac.compare_digest(self.secret_hash, hash_of(secret))


def secret_of(salt: str, digest: bytes) -> str:
    """Return the secret of a feed; `digest` is that of the request that made it."""
    return ids.derived_secret(bytes.fromhex(salt), digest)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def file_name(of: FeedOf, secret: str) -> str:
    """Return the last part of the feed's address."""
    return f"{_LETTERS[of.kind]}{of.id}-{secret}.ics"


def parse(file: str) -> tuple[FeedOf, str] | None:
    """Return whose feed it is and the secret, or None for text that `file_name` does not make."""
    if not (match := _FILE.fullmatch(file)) or int(match[2]) > MAX_ID:
        return None
    return FeedOf(_KINDS[match[1]], int(match[2])), match[3]
