"""The address of a feed can be read again, and its secret follows from its salt and its request alone."""

import hashlib
import re

import pytest

from holdfast.core.ids import MAX_ID
from holdfast.model.feed import Feed, FeedOf, file_name, hash_of, parse, secret_of

SALTS = ["00" * 16, "ff" * 16, hashlib.sha256(b"1").hexdigest()[:32]]
DIGESTS = [bytes(32), hashlib.sha256(b"2").digest()]


def test_a_secret_has_128_bits_and_depends_on_salt_and_request() -> None:
    secrets = [secret_of(salt, digest) for salt in SALTS for digest in DIGESTS]

    assert secrets == [secret_of(salt, digest) for salt in SALTS for digest in DIGESTS]
    assert len({*secrets}) == len(SALTS) * len(DIGESTS)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", secret) for secret in secrets)


@pytest.mark.parametrize("of", [FeedOf("provider", 7), FeedOf("busy", MAX_ID), FeedOf("client", 1)])
def test_an_address_and_an_item_come_back_as_they_were(of: FeedOf) -> None:
    secret = secret_of(SALTS[2], DIGESTS[1])
    feed = Feed(of, hash_of(secret), SALTS[2], "request", 1)

    assert parse(file_name(of, secret)) == (of, secret)
    assert Feed.from_item(of, feed.to_item()) == feed
    assert secret not in repr(feed.to_item())
    assert feed.opens_with(secret)
    assert not feed.opens_with(secret[::-1])
