"""All chance, in one place: tests that replace this module's two functions can repeat what happened."""

import random
import secrets

from snapshot_restore_py import register_after_restore

# Copies of one snapshot would all wait equally long between tries, here and in botocore.
register_after_restore(random.seed)


def random_hex() -> str:
    """Return 128 bits of chance in 32 hex digits; nobody can guess them."""
    return secrets.token_hex(16)


def jitter(most: float) -> float:
    """Return up to `most` seconds to wait, so that those who met once do not meet again."""
    return random.uniform(0, most)
