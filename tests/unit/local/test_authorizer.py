"""The local user pool's public keys are fetched when needed, and not again for each bad token."""

import json
import time
from io import BytesIO
from typing import Any
from urllib.request import OpenerDirector

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWKClientError
from jwt.algorithms import RSAAlgorithm

from local.authorizer import public_keys

PUBLIC = RSAAlgorithm.to_jwk(rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key())


class PublishedKeys:
    """Stands in for the user pool. Tests can change its keys and count the requests for them."""

    def __init__(self) -> None:
        self.ids = ["a"]
        self.requests = 0

    def open(self, *_: Any, **__: Any) -> BytesIO:
        self.requests += 1
        keys = [{**json.loads(PUBLIC), "kid": kid, "alg": "RS256"} for kid in self.ids]
        return BytesIO(json.dumps({"keys": keys}).encode())


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> PublishedKeys:
    published = PublishedKeys()
    monkeypatch.setattr(OpenerDirector, "open", published.open)
    return published


def test_a_known_key_is_fetched_once(published: PublishedKeys) -> None:
    keys = public_keys("http://127.0.0.1/keys")
    assert [keys.get_signing_key("a").key_id for _ in range(3)] == ["a"] * 3
    assert published.requests == 1


def test_unknown_keys_cause_a_new_fetch_only_after_a_pause(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    keys = public_keys("http://127.0.0.1/keys")

    for number in range(100):
        with pytest.raises(PyJWKClientError):
            keys.get_signing_key(f"nobody's {number}")
    assert published.requests == 1

    published.ids = ["b"]
    with pytest.raises(PyJWKClientError):
        keys.get_signing_key("b")
    now += 11
    assert keys.get_signing_key("b").key_id == "b"
    with pytest.raises(PyJWKClientError):
        keys.get_signing_key("a")
    assert published.requests == 2
