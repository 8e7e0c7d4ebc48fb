"""Changing a provider's time zone or minimum notice while other requests change the data."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import NotFound, Stale
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers
from holdfast.queries import profiles
from holdfast.schedule import booking_rules, opening
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import overwrite
from testkit.layer_scenario import Owned, time_range
from testkit.provider_rules import KATHMANDU, NOTICE, rules_of_days, update
from testkit.users import ADMIN, DANA


@pytest.fixture
def owned(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Owned:
    no_sleep(monkeypatch)
    # Turn off the copying to later days, so that tests see the effect of the first transaction.
    monkeypatch.setattr(booking_rules, "copy_to_days", lambda _: None)
    return Owned()


def test_a_change_is_retried_after_conflicts(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Conflict()] * 3)

    update(owned, KATHMANDU)

    assert rules_of_days(table) == {("Asia/Kathmandu", 0)}


@pytest.mark.parametrize("other", [{"time_zone": "Europe/Berlin"}, {"min_notice_minutes": 30}])
def test_the_later_of_two_concurrent_changes_is_made_on_top_of_the_earlier(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, other: dict[str, object]
) -> None:
    before(monkeypatch, WRITE, lambda: update(owned, other))

    update(owned, KATHMANDU)

    provider = profiles.read_provider(owned.provider)
    assert provider.time_zone == "Asia/Kathmandu"
    assert rules_of_days(table) == {("Asia/Kathmandu", provider.min_notice_minutes)}


def test_a_name_changed_meanwhile_is_kept_and_returned(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    before(monkeypatch, WRITE, lambda: update(owned, {"name": "B"}))

    changed = providers.update(owned.provider, dict(KATHMANDU), ADMIN, None)

    assert (changed.name, changed.version) == ("B", 3)


def test_a_change_whose_response_is_lost_is_made_once(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    changed = providers.update(owned.provider, dict(KATHMANDU), ADMIN, 1)

    assert changed == profiles.read_provider(owned.provider)
    assert (changed.time_zone, changed.version) == ("Asia/Kathmandu", 2)


def test_a_change_of_a_version_that_was_changed_meanwhile_is_stale(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: update(owned, {"name": "B"}))

    with pytest.raises(Stale):
        providers.update(owned.provider, dict(KATHMANDU), ADMIN, 1)
    assert rules_of_days(table) == {("UTC", 0)}


def test_a_provider_whose_owner_changed_meanwhile_keeps_its_rules(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(owned.provider), owner="bob"))

    with pytest.raises(NotFound):
        providers.update(owned.provider, dict(KATHMANDU), DANA, None)
    assert rules_of_days(table) == {("UTC", 0)}


def test_a_change_of_a_provider_deleted_meanwhile_is_not_found(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: table.delete_item(Key=keys.provider(owned.provider)._asdict()))

    with pytest.raises(NotFound):
        update(owned, KATHMANDU)
    assert rules_of_days(table) == {("UTC", 0)}


@pytest.mark.parametrize("change", [KATHMANDU, NOTICE])
def test_time_opened_meanwhile_gets_the_new_rules_in_the_same_transaction(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    tomorrow = time_range("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    before(monkeypatch, WRITE, lambda: opening.open_time(owned.provider, tomorrow, DANA))

    update(owned, change)

    provider = profiles.read_provider(owned.provider)
    assert rules_of_days(table) == {(provider.time_zone, provider.min_notice_minutes)}
