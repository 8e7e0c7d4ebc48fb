"""The public keys of the local user pool: fetched when needed, but not at every bad token."""

import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from local import keys
from local.keys import Keys

PUBLIC = RSAAlgorithm.to_jwk(rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key())


class Published:
    """Stands for the pool; the keys that it has can change."""

    def __init__(self) -> None:
        self.ids = ["a"]
        self.asked = 0

    def fetch_json(self, url: str, timeout: float) -> object:
        self.asked += 1
        return {"keys": [{**json.loads(PUBLIC), "kid": kid, "alg": "RS256"} for kid in self.ids]}


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Published:
    published = Published()
    monkeypatch.setattr(keys, "fetch_json", published.fetch_json)
    return published


def test_a_known_key_is_fetched_once(published: Published) -> None:
    pool = Keys("http://127.0.0.1/keys")
    assert all(pool.get("a") for _ in range(3))
    assert published.asked == 1


def test_unknown_keys_are_looked_for_once_in_a_while(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    pool = Keys("http://127.0.0.1/keys")
    assert not any(pool.get(f"nobody's {number}") for number in range(100))
    assert published.asked == 1
    published.ids = ["b"]
    assert pool.get("b") is None
    now += 11
    assert pool.get("b")
    assert pool.get("a") is None
    assert published.asked == 2
