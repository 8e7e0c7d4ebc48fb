"""Each copy of a SnapStart snapshot gets its own random numbers, and fetches expired credentials again."""

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
    """Reset the random state to the snapshot, and run the restore hooks as Lambda does."""
    random.setstate(SNAPSHOT)
    for hook, arguments, keywords in get_after_restore():
        hook(*arguments, **keywords)


def pauses_between_retries(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses = no_sleep(monkeypatch)

    def attempt() -> None:
        raise Conflict

    with pytest.raises(Unavailable):
        retry_on_conflict(attempt)()
    return pauses


def test_copies_of_a_snapshot_wait_for_different_times(monkeypatch: pytest.MonkeyPatch) -> None:
    restore()
    one = pauses_between_retries(monkeypatch)
    restore()
    other = pauses_between_retries(monkeypatch)

    assert not set(one) & set(other)


def test_copies_of_a_snapshot_create_different_ids(api: Api) -> None:
    made = []
    for _ in range(2):
        random.setstate(SNAPSHOT)
        made.append(api.post("/api/clients", {"name": "Ada"}).json["id"])

    assert made[0] != made[1]


def test_credentials_that_expired_in_a_snapshot_are_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
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
