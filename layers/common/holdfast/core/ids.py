"""Random values and ids. All randomness comes from here, so that tests can replace it to replay a run."""

import base64
import hmac
import random
import secrets

from snapshot_restore_py import register_after_restore

MAX_ID = 2**53 - 1  # exact in JSON and in JavaScript

# Environments restored from the same snapshot have the same seed. Without a new seed, all of them would wait
# equally long between retries. This applies to our own retries and to botocore's.
register_after_restore(random.seed)


def random_hex() -> str:
    """Return 128 random bits as 32 hex digits; nobody can guess them."""
    return secrets.token_hex(16)


def random_secret() -> str:
    """Return 128 random bits as 22 characters of base64url, for a link."""
    return base64.urlsafe_b64encode(bytes.fromhex(random_hex())).decode().rstrip("=")


def random_key() -> bytes:
    """Return 256 random bits, for a signature."""
    return bytes.fromhex(random_hex() + random_hex())


def derived_secret(salt: bytes, digest: bytes) -> str:
    """Return a secret like `random_secret`, the same one each time for the same salt and digest.

    Nobody can guess it who does not know both.
    """
    bits = hmac.digest(salt, digest, "sha256")[:16]
    return base64.urlsafe_b64encode(bits).decode().rstrip("=")


def random_count() -> int:
    """Return a number below 2^48 for a counter to start at, which no earlier counter has reached."""
    return int(random_hex()[:12], 16)


def jitter(most: float) -> float:
    """Return a random wait of up to `most` seconds, so that requests that collided do not collide again."""
    return random.uniform(0, most)


def numeric_id(digest: bytes) -> int:
    """Return an id from 1 to 2^53 - 1, derived from the digest. An id does not reveal how many ids exist."""
    return int.from_bytes(digest) % MAX_ID + 1
