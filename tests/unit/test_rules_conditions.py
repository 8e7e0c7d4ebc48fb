"""Copying a provider's rules to its days, whatever comes between."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast import availability, providers
from holdfast.connection import Conflict
from holdfast.errors import Unavailable
from holdfast.table import Item
from tests.conftest import Clock
from tests.interference import before, no_sleep, raising
from tests.owners import ADA, ADMIN, MORNING, Owned
from tests.practice import stored

WRITE = "transact_write_items"
KATHMANDU = {"time_zone": "Asia/Kathmandu"}
NOTICE = {"min_notice_minutes": 60}


@pytest.fixture
def owned(table: Table, clock: Clock) -> Owned:
    return Owned()


def rules_of_days(table: Table) -> list[tuple[Any, Any]]:
    days = [item for item in stored(table) if item["PK"].startswith("PROVIDER#") and len(item["SK"]) == 14]
    return [(day["time_zone"], day["min_notice_minutes"]) for day in days]


def update(owned: Owned, fields: Item) -> None:
    providers.update(owned.provider, dict(fields), ADMIN, None)


def test_a_repeated_change_mends_what_an_interrupted_one_left(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Unavailable()])
    with pytest.raises(Unavailable):
        update(owned, KATHMANDU)
    assert providers.read(owned.provider).time_zone == "Asia/Kathmandu"
    assert rules_of_days(table) == [("UTC", 0)]

    update(owned, KATHMANDU)
    assert rules_of_days(table) == [("Asia/Kathmandu", 0)]


def test_copying_meets_conflicts_and_goes_on(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()] * 3)

    update(owned, KATHMANDU)

    assert rules_of_days(table) == [("Asia/Kathmandu", 0)]


@pytest.mark.parametrize(
    ("newer", "result"),
    [
        ({"time_zone": "Europe/Berlin"}, ("Europe/Berlin", 60)),
        ({"min_notice_minutes": 30}, ("Asia/Kathmandu", 30)),
        ({"time_zone": "UTC", "min_notice_minutes": 0}, ("UTC", 0)),
    ],
)
def test_a_newer_change_stops_an_older_ones_copying(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, newer: Item, result: tuple[str, int]
) -> None:
    before(monkeypatch, WRITE, lambda: update(owned, newer))

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == [result]


def test_a_newer_change_of_the_name_stops_nothing(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: update(owned, {"name": "B"}))

    update(owned, KATHMANDU)

    assert rules_of_days(table) == [("Asia/Kathmandu", 0)]


def test_a_provider_who_is_gone_meanwhile_gets_no_days_back(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = {"PK": f"PROVIDER#{owned.provider}", "SK": "PROFILE"}
    before(monkeypatch, WRITE, lambda: table.delete_item(Key=provider))

    update(owned, KATHMANDU)

    assert rules_of_days(table) == [("UTC", 0)]


def test_time_that_is_opened_while_rules_are_copied_has_them_too(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = MORNING.model_copy(
        update={"start_datetime": "2026-12-03T09:00:00Z", "end_datetime": "2026-12-03T10:00:00Z"}
    )
    before(monkeypatch, WRITE, lambda: availability.open_time(owned.provider, tomorrow, ADA))

    update(owned, KATHMANDU)

    assert rules_of_days(table) == [("Asia/Kathmandu", 0)] * 2
