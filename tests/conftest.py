"""Fixtures and hooks that all tests share."""

import os
import random
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from holdfast.core import clock as core_clock
from holdfast.core import settings
from holdfast.dynamodb import connection
from testkit import dynamodb_local, environment, stack
from testkit.api import Api
from testkit.clock import Clock
from testkit.tables import fresh_table

environment.isolate()
stack.make_room()

_SETTINGS = (
    settings.settings,
    settings.event_settings,
    settings.mail_settings,
    settings.webhook_settings,
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(core_clock, "now", lambda: clock.now)
    return clock


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[DynamoDBServiceResource]:
    """Start DynamoDB Local. If it cannot run here, skip the tests that need it."""
    if missing := dynamodb_local.missing():
        pytest.skip(f"DynamoDB Local cannot run: {missing}")
    with dynamodb_local.running() as url:
        yield boto3.resource("dynamodb", endpoint_url=url)


@pytest.fixture
def table(dynamodb: DynamoDBServiceResource, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Yield a fresh table in DynamoDB Local. Unit tests override this fixture with a table in moto."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.meta.client.meta.endpoint_url)
    connection.client.cache_clear()
    with fresh_table(dynamodb, monkeypatch) as table:
        yield table
    connection.client.cache_clear()


@pytest.fixture
def api(table: Table, clock: Clock) -> Api:
    """Return the API, signed in as an administrator."""
    return Api.signed_in("admin", "admins")


@pytest.fixture
def rng() -> random.Random:
    """Return random numbers. To repeat a failed run, set HOLDFAST_SEED to the seed that the run printed."""
    seed = os.environ.get("HOLDFAST_SEED") or secrets.token_hex(4)
    print(f"repeat with HOLDFAST_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    for read in _SETTINGS:
        read.cache_clear()
    yield
    for read in _SETTINGS:
        read.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run in CI if any test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.ensure_newline()
        reporter.write_line("Failed: in CI nothing may be skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a print function whose output pytest does not capture."""
    capture: Any = request.config.pluginmanager.get_plugin("capturemanager")

    def say(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"\n{text}")

    return say
