"""Each day has a copy of its provider's cut-off. Providers and days that were stored without one have 0."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from holdfast.dynamodb.keys import Key
from holdfast.profiles import providers
from holdfast.queries import profiles
from holdfast.schedule import booking_rules, opening
from testkit.api import Api
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep
from testkit.items import day_item, stored
from testkit.layer_scenario import MORNING, Owned, bare_provider
from testkit.provider_rules import KATHMANDU, copy_first_day, update
from testkit.recorded_calls import transactions
from testkit.scenario import Practice, new_service
from testkit.users import ADMIN, DANA

HOUR = {"cancel_notice_minutes": 60}


def days(table: Table) -> list[dict[str, Any]]:
    return [each for each in stored(table) if each["PK"].startswith("PROVIDER#") and len(each["SK"]) == 14]


def cut_offs(table: Table) -> set[Any]:
    """Return the cut-offs of all days, with None for a day without one."""
    return {day.get("cancel_notice_minutes") for day in days(table)}


def forget(table: Table, *found: Key) -> None:
    """Make items as they were stored before there were cut-offs."""
    for key in found:
        table.update_item(Key=key._asdict(), UpdateExpression="REMOVE cancel_notice_minutes")


def forget_on_days(table: Table) -> None:
    forget(table, *(Key(day["PK"], day["SK"]) for day in days(table)))


@pytest.fixture
def many_days(owned: Owned, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Owned:
    """Return Dana's provider with more days than one transaction may write."""
    copy_first_day(table, clock, 5)
    monkeypatch.setattr(booking_rules, "_DAYS_AT_ONCE", 3)
    return owned


def test_a_change_of_the_cut_off_alone_is_copied_to_open_days(owned: Owned, table: Table) -> None:
    update(owned, HOUR)

    assert cut_offs(table) == {60}
    assert profiles.read_provider(owned.provider).cancel_notice_minutes == 60


def test_time_opened_while_the_cut_off_changes_gets_the_new_one(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: providers.update(number, dict(HOUR), DANA, None))

    opening.open_time(number, MORNING, ADMIN)

    assert cut_offs(table) == {60}


def test_opening_time_again_gives_an_old_day_its_cut_off(owned: Owned, table: Table) -> None:
    update(owned, HOUR)
    opening.close_time(owned.provider, MORNING, DANA)
    forget_on_days(table)

    opening.open_time(owned.provider, MORNING, DANA)

    assert cut_offs(table) == {60}


def test_a_day_that_only_a_buffer_touches_gets_the_cut_off(api: Api, table: Table) -> None:
    night = Practice(api, "2026-12-02T23:00:00Z", "2026-12-03T00:00:00Z", **HOUR)
    service = new_service(api, night.provider, start_every_minutes=15, buffer_after_minutes=30)

    night.book(night.slots[1], service=service)

    assert day_item(table, f"{night.provider}-20261203T0000Z")["cancel_notice_minutes"] == 60


def test_a_day_without_a_cut_off_does_not_differ_from_a_provider_with_0(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_on_days(table)
    sent = transactions(monkeypatch)

    update(owned, {"cancel_notice_minutes": 0})

    assert sent == [1]
    assert cut_offs(table) == {None}


def test_a_day_without_a_cut_off_differs_from_a_provider_that_has_one(owned: Owned, table: Table) -> None:
    forget_on_days(table)

    update(owned, HOUR)

    assert cut_offs(table) == {60}


def test_a_provider_stored_without_a_cut_off_has_0(owned: Owned, table: Table) -> None:
    forget(table, keys.provider(owned.provider))

    assert profiles.read_provider(owned.provider).cancel_notice_minutes == 0
    update(owned, KATHMANDU)
    assert {day["time_zone"] for day in days(table)} == {"Asia/Kathmandu"}


def test_a_cut_off_is_copied_to_every_day(many_days: Owned, table: Table) -> None:
    update(many_days, HOUR)

    assert cut_offs(table) == {60}


def test_the_rules_of_a_provider_stored_without_a_cut_off_are_copied_to_every_day(
    many_days: Owned, table: Table
) -> None:
    forget(table, keys.provider(many_days.provider))
    forget_on_days(table)

    update(many_days, KATHMANDU)

    assert {day["time_zone"] for day in days(table)} == {"Asia/Kathmandu"}


@pytest.mark.parametrize(("older", "newer"), [(60, 30), (60, 0), (0, 30)])
def test_a_newer_cut_off_stops_the_copying_of_an_older_one(
    many_days: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, older: int, newer: int
) -> None:
    update(many_days, {"cancel_notice_minutes": 15})
    newest = {"cancel_notice_minutes": newer}
    before(monkeypatch, WRITE, lambda: update(many_days, newest), nth=2)

    update(many_days, {"cancel_notice_minutes": older})

    assert cut_offs(table) == {newer}
