"""An error from DynamoDB means a conflict, an outage, or a bug of ours."""

from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from holdfast.core.errors import Unavailable
from holdfast.dynamodb import connection
from holdfast.dynamodb.connection import Conflict, call, retry_on_conflict
from testkit.interference import Raising, client_error, no_sleep

URL = {"endpoint_url": "https://dynamodb.invalid"}


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (client_error("TransactionConflictException"), Conflict),
        (client_error("TransactionInProgressException"), Conflict),
        (client_error("ThrottlingException"), Unavailable),
        (client_error("ProvisionedThroughputExceededException"), Unavailable),
        (client_error("RequestLimitExceeded"), Unavailable),
        (client_error("InternalServerError", 500), Unavailable),
        (client_error("ServiceUnavailable", 503), Unavailable),
        (ConnectTimeoutError(**URL), Unavailable),
        (ReadTimeoutError(**URL), Unavailable),
        (EndpointConnectionError(**URL), Unavailable),
        (ConnectionClosedError(**URL), Unavailable),
        (client_error("ValidationException"), ClientError),
        (client_error("AccessDeniedException"), ClientError),
        (client_error("ConditionalCheckFailedException"), ClientError),
        (client_error("TransactionCanceledException", reasons=["ConditionalCheckFailed"]), ClientError),
    ],
)
def test_each_dynamodb_error_raises_the_exception_that_it_means(
    monkeypatch: pytest.MonkeyPatch, error: Exception, meaning: type[Exception]
) -> None:
    monkeypatch.setattr(connection, "client", lambda: Raising(error))

    with pytest.raises(meaning):
        call("get_item", TableName="any")


def test_an_attempt_is_retried_until_it_meets_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = no_sleep(monkeypatch)
    outcomes = iter([Conflict(), Conflict(), Conflict(), "done"])

    def attempt() -> object:
        outcome = next(outcomes)
        if isinstance(outcome, Conflict):
            raise outcome
        return outcome

    assert retry_on_conflict(attempt)() == "done"
    assert len(pauses) == 3


def test_too_many_conflicts_raise_unavailable_within_two_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses = no_sleep(monkeypatch)
    monkeypatch.setattr("random.uniform", lambda _lowest, highest: highest)

    def attempt() -> None:
        raise Conflict

    with pytest.raises(Unavailable):
        retry_on_conflict(attempt)()
    assert pauses == sorted(pauses)
    assert 0 < sum(pauses) < 2


def test_jitter_makes_every_pause_different(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = no_sleep(monkeypatch)

    def attempt() -> None:
        raise Conflict

    for _ in range(5):
        with pytest.raises(Unavailable):
            retry_on_conflict(attempt)()
    assert len(set(pauses)) == len(pauses)
    assert min(pauses) >= 0


def test_an_attempt_on_an_unavailable_table_is_not_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = no_sleep(monkeypatch)

    def attempt() -> None:
        raise Unavailable

    with pytest.raises(Unavailable):
        retry_on_conflict(attempt)()
    assert pauses == []


def test_the_client_gives_up_before_the_gateway_does() -> None:
    config: Any = connection.client().meta.config

    worst = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)
    assert worst < 15
    assert config.retries["mode"] == "standard"


def test_one_client_serves_all_requests() -> None:
    assert connection.client() is connection.client()
