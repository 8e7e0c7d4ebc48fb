"""Fixtures of the integration tests: users, stored items, and requests that race."""

from collections.abc import Iterator
from random import Random

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings
from testkit import racing
from testkit.api import Api
from testkit.clock import Clock
from testkit.crowd import Doctor, Patient
from testkit.store import Store
from tests.integration.conflicts import like_aws
from tests.integration.repeated_race import RepeatedRace


@pytest.fixture(autouse=True)
def _raceable(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    racing.isolate(monkeypatch, clock)


@pytest.fixture
def store(table: Table, clock: Clock) -> Store:
    return Store(table, clock)


@pytest.fixture
def doctor(api: Api) -> Doctor:
    return Doctor()


@pytest.fixture
def alice(api: Api) -> Patient:
    return Patient("alice")


@pytest.fixture
def bob(api: Api) -> Patient:
    return Patient("bob")


@pytest.fixture
def many_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a client have more holds than any test makes."""
    monkeypatch.setenv("MAX_HOLDS_PER_CLIENT", "50")
    settings.settings.cache_clear()


@pytest.fixture(params=["DynamoDB Local", "AWS"])
def repeated_race(
    request: pytest.FixtureRequest, rng: Random, api: Api, many_holds: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RepeatedRace]:
    """Run each test twice: on plain DynamoDB Local, and with transaction conflicts as on AWS."""
    traffic = like_aws(monkeypatch) if request.param == "AWS" else None
    repeated_race = RepeatedRace(rng)
    yield repeated_race
    conflicts = f", {traffic.conflicts} conflicts" if traffic else ""
    print(f"{repeated_race.tally.total()} rounds{conflicts}: {dict(repeated_race.tally.most_common())}")
