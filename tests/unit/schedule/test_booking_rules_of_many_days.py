"""A change of time zone or minimum notice that affects more days than one transaction can write."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Stale, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers
from holdfast.schedule import booking_rules
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep
from testkit.layer_scenario import Owned
from testkit.provider_rules import KATHMANDU, NOTICE, copy_first_day, rules_of_days, update
from testkit.recorded_calls import transactions
from testkit.users import ADMIN

OLD, NEW = ("UTC", 0), ("Asia/Kathmandu", 60)


@pytest.fixture
def owned(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Owned:
    """Return Dana's provider with more days than one transaction may write."""
    owned = Owned()
    copy_first_day(table, clock, 5)
    monkeypatch.setattr(booking_rules, "_DAYS_AT_ONCE", 3)  # moto takes seconds for large transactions
    return owned


def interrupt(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Call `happens` before the second write. The first write changes the provider and its next days."""
    before(monkeypatch, WRITE, happens, nth=2)


def fail() -> None:
    raise Unavailable


def conflict() -> None:
    raise Conflict


def interrupt_an_update(owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(monkeypatch, fail)
    with pytest.raises(Unavailable):
        update(owned, KATHMANDU | NOTICE)
    assert rules_of_days(table) == {OLD, NEW}


def test_the_first_99_days_change_with_the_provider_and_the_others_afterwards(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned = Owned()
    copy_first_day(table, clock, 150)
    sent = transactions(monkeypatch)

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {NEW}
    assert sent == [1 + 99, 1 + 51]


def test_a_conflict_on_the_later_days_is_retried(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    interrupt(monkeypatch, conflict)

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {NEW}


def test_a_retry_completes_an_interrupted_change(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_an_update(owned, table, monkeypatch)

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {NEW}


def test_a_stale_retry_also_completes_it_and_survives_a_conflict(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_an_update(owned, table, monkeypatch)
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, conflict)

    with pytest.raises(Stale):
        providers.update(owned.provider, KATHMANDU | NOTICE, ADMIN, 1)

    assert rules_of_days(table) == {NEW}


@pytest.mark.parametrize(
    ("newer", "result"),
    [
        ({"time_zone": "Europe/Berlin"}, ("Europe/Berlin", 60)),
        ({"min_notice_minutes": 30}, ("Asia/Kathmandu", 30)),
    ],
)
def test_a_newer_change_of_the_rules_stops_the_copying_of_an_older_one(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, newer: Item, result: tuple[str, int]
) -> None:
    interrupt(monkeypatch, lambda: update(owned, newer))

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {result}


def test_a_newer_name_does_not_stop_the_copying(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, lambda: update(owned, {"name": "B"}))

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {NEW}


def test_the_copying_stops_when_the_provider_is_deleted(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, lambda: table.delete_item(Key=keys.provider(owned.provider)._asdict()))

    update(owned, KATHMANDU | NOTICE)

    assert rules_of_days(table) == {OLD, NEW}
