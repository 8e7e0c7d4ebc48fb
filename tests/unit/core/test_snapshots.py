"""SnapStart: many copies start from one snapshot, which keeps what importing has made."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.utils import ContainerMetadataFetcher
from snapshot_restore_py import get_after_restore

from holdfast.core.errors import Unavailable
from holdfast.dynamodb import connection
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from testkit.api import Api
from testkit.interference import no_sleep

SNAPSHOT = random.getstate()


def restore() -> None:
    """Begin again from the snapshot, and do what Lambda does then."""
    random.setstate(SNAPSHOT)
    for hook, arguments, keywords in get_after_restore():
        hook(*arguments, **keywords)


def pauses_between_tries(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses = no_sleep(monkeypatch)

    def attempt() -> None:
        raise Conflict

    with pytest.raises(Unavailable):
        retry_on_conflict(attempt)()
    return pauses


def test_copies_wait_for_times_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    restore()
    one = pauses_between_tries(monkeypatch)
    restore()
    other = pauses_between_tries(monkeypatch)

    assert not set(one) & set(other)


def test_copies_make_ids_of_their_own(api: Api) -> None:
    made = []
    for _ in range(2):
        random.setstate(SNAPSHOT)
        made.append(api.post("/api/clients", {"name": "Ada"}).json["id"])

    assert made[0] != made[1]


def test_credentials_that_a_snapshot_kept_too_long_are_fetched_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    expired = datetime.now(UTC) - timedelta(minutes=1)
    responses = iter([("kept", expired), ("fetched", expired + timedelta(hours=1))])

    def fetch(*_: object, **__: object) -> dict[str, Any]:
        key, expiration = next(responses)
        return {
            "AccessKeyId": key,
            "SecretAccessKey": "any",
            "Token": "any",
            "Expiration": expiration.isoformat(),
        }

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/")
    monkeypatch.setattr(ContainerMetadataFetcher, "retrieve_full_uri", fetch)

    client: Any = connection.client.__wrapped__()

    assert client._request_signer._credentials.get_frozen_credentials().access_key == "fetched"
