"""All chance, and the ids that are made from it; tests replace it here to repeat what happened."""

import random
import secrets

from snapshot_restore_py import register_after_restore

MAX_ID = 2**53 - 1  # exact in JSON and in JavaScript

# Copies of one snapshot would all wait equally long between tries, here and in botocore.
register_after_restore(random.seed)


def random_hex() -> str:
    """Return 128 bits of chance in 32 hex digits; nobody can guess them."""
    return secrets.token_hex(16)


def jitter(most: float) -> float:
    """Return up to `most` seconds to wait, so that those who met once do not meet again."""
    return random.uniform(0, most)


def numeric_id(digest: bytes) -> int:
    """Return an id from 1 to 2^53 - 1 that follows from the digest and tells nothing about volume."""
    return int.from_bytes(digest) % MAX_ID + 1
