"""Each day has a copy of its provider's time zone and minimum notice. A change does not affect past days."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.errors import Unavailable
from holdfast.profiles import providers
from holdfast.queries import profiles
from holdfast.schedule import opening
from testkit.api import Api
from testkit.clock import Clock
from testkit.crowd import Patient
from testkit.interference import WRITE, raising
from testkit.layer_scenario import MORNING, Owned
from testkit.provider_rules import KATHMANDU, NOTICE, rules_of_days, update
from testkit.recorded_calls import calls, transactions
from testkit.scenario import NINE, Practice, listed
from testkit.users import ADMIN, DANA


def test_new_rules_are_copied_to_open_days(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.open("2026-12-05T09:00:00Z", "2026-12-05T10:00:00Z")

    api.put(f"/api/providers/{practice.provider}", {"name": "A", **KATHMANDU, **NOTICE})

    assert rules_of_days(table) == {("Asia/Kathmandu", 60)}
    for path in ("/api/appointments", practice.availability):
        assert listed(api, path)[0]["local_start"] == "2026-12-02T14:45:00+05:45"


def test_new_rules_are_copied_to_a_closed_day_with_a_booking(owned: Owned, table: Table) -> None:
    owned.book(owned.slots[0])
    opening.close_time(owned.provider, MORNING, DANA)

    update(owned, KATHMANDU)

    assert rules_of_days(table) == {("Asia/Kathmandu", 0)}


def test_past_days_keep_their_rules(owned: Owned, table: Table, clock: Clock) -> None:
    clock.now = utc.instant(NINE) + utc.DAY

    update(owned, KATHMANDU)

    assert rules_of_days(table) == {("UTC", 0)}


def test_a_change_of_the_name_writes_no_day_and_keeps_the_calendar_version(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = profiles.read_provider(owned.provider).calendar_version
    sent = calls(monkeypatch)

    update(owned, {"name": "B"})

    assert sent == ["update_item"]
    assert profiles.read_provider(owned.provider).calendar_version == count


def test_days_that_already_have_the_rules_are_not_written(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(owned, KATHMANDU)
    sent = transactions(monkeypatch)

    update(owned, KATHMANDU)

    assert sent == [1]


def test_a_failed_change_changes_neither_the_provider_nor_its_days(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Unavailable()])

    with pytest.raises(Unavailable):
        update(owned, KATHMANDU | NOTICE)
    assert profiles.read_provider(owned.provider).time_zone == "UTC"
    assert rules_of_days(table) == {("UTC", 0)}


def test_a_change_returns_the_whole_provider(owned: Owned) -> None:
    changed = providers.update(owned.provider, {"name": "B", **KATHMANDU, **NOTICE}, ADMIN, 1)

    assert changed == profiles.read_provider(owned.provider)
    assert (changed.name, changed.time_zone, changed.min_notice_minutes) == ("B", "Asia/Kathmandu", 60)


def test_a_reservation_follows_the_current_minimum_notice(api: Api) -> None:
    practice, alice = Practice(api), Patient()

    api.put(f"/api/providers/{practice.provider}", {"name": "A", "min_notice_minutes": 2880})

    assert alice.reserve(practice.slots[0]).json["code"] == "too_soon"
    api.put(f"/api/providers/{practice.provider}", {"name": "A", "min_notice_minutes": 0})
    assert alice.reserve(practice.slots[0]).status == 201
