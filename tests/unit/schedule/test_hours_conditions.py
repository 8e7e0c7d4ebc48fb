"""Setting and deleting working hours while other requests change the provider."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import InUse, NotFound, Stale
from holdfast.dynamodb import keys
from holdfast.model.hours import NO_HOURS
from holdfast.profiles import providers
from holdfast.schedule import walk
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep
from testkit.items import overwrite
from testkit.layer_scenario import bare_provider
from testkit.plain_hours import rules
from testkit.provider_rules import KATHMANDU
from testkit.users import ADMIN, DANA
from testkit.working_hours import MORNINGS, NIGHTS, NOONS, calendar_version, days, delete, put, state


@pytest.fixture
def provider(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)  # moto takes seconds for large transactions
    no_sleep(monkeypatch)
    return bare_provider()


def test_hours_of_a_provider_whose_owner_changed_meanwhile_are_not_set(
    provider: int, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(provider), owner="bob"))

    with pytest.raises(NotFound):
        put(provider, MORNINGS)
    assert state(provider) == (None, {})


def test_hours_of_a_provider_whose_owner_changed_meanwhile_are_not_deleted(
    provider: int, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(provider, MORNINGS)
    as_set = state(provider)
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(provider), owner="bob"))

    with pytest.raises(NotFound):
        delete(provider)
    assert state(provider) == as_set


def test_hours_of_a_provider_deleted_meanwhile_are_not_set(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: providers.delete(provider, ADMIN, None))

    with pytest.raises(NotFound):
        put(provider, MORNINGS)
    assert state(provider) == (None, {})


def test_a_provider_whose_hours_are_set_meanwhile_is_not_deleted(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: put(provider, MORNINGS))

    with pytest.raises(InUse):
        providers.delete(provider, DANA, None)


def test_hours_that_open_nothing_keep_their_provider_too(provider: int) -> None:
    put(provider, {"horizon_days": 1})

    with pytest.raises(InUse):
        providers.delete(provider, DANA, None)
    delete(provider)
    assert providers.delete(provider, DANA, None).id == provider


def test_a_version_that_was_replaced_meanwhile_is_stale(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = put(provider, MORNINGS)
    before(monkeypatch, WRITE, lambda: put(provider, NIGHTS))

    with pytest.raises(Stale):
        put(provider, NOONS, first.version)
    assert state(provider)[0][0] == rules(NIGHTS)


def test_first_hours_do_not_replace_those_that_were_set_meanwhile(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: put(provider, NIGHTS))

    with pytest.raises(Stale):
        put(provider, NOONS, NO_HOURS)
    assert state(provider)[0][0] == rules(NIGHTS)


def test_first_hours_are_set_again_after_a_deletion(provider: int) -> None:
    put(provider, MORNINGS)
    with pytest.raises(Stale):
        put(provider, MORNINGS, NO_HOURS)
    delete(provider)

    assert put(provider, NOONS, NO_HOURS).rules == rules(NOONS)


def test_a_version_that_another_request_replaced_by_the_same_rules_is_stale(provider: int) -> None:
    first = put(provider, MORNINGS)
    put(provider, MORNINGS, first.version)

    with pytest.raises(Stale):
        put(provider, MORNINGS, first.version)


def test_hours_set_again_after_their_deletion_have_another_version(provider: int) -> None:
    first = put(provider, MORNINGS)
    delete(provider)
    assert put(provider, MORNINGS).version > first.version
    with pytest.raises(Stale):
        put(provider, NOONS, first.version)


def test_the_version_of_hours_is_the_count_of_the_calendar_that_their_write_leaves(provider: int) -> None:
    counted = calendar_version(provider)

    assert put(provider, MORNINGS).version == counted + 1
    assert calendar_version(provider) == counted + 3  # one for each piece


def test_the_same_hours_without_a_version_are_written_once(provider: int) -> None:
    first = put(provider, MORNINGS)
    counted = calendar_version(provider)

    assert put(provider, MORNINGS).version == first.version
    assert calendar_version(provider) == counted


def test_days_have_the_rules_of_a_provider_whose_zone_changed_meanwhile(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: providers.update(provider, dict(KATHMANDU), DANA, None))

    put(provider, MORNINGS)

    assert {day.zone.key for day in days(provider).values()} == {"Asia/Kathmandu"}
    assert {min(day.open) for day in days(provider).values()} == {13}  # 03:15 UTC
