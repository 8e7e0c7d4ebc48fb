"""Providers: what happens between the read and the write of a change."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import InUse, NotFound, Stale
from holdfast.dynamodb import keys
from holdfast.profiles import providers
from holdfast.queries import profiles
from holdfast.schedule import opening
from testkit.interference import before, no_sleep
from testkit.items import overwrite
from testkit.layer_scenario import MORNING, Owned, bare_provider
from testkit.users import ADMIN, DANA

NAME = {"name": "Hopper"}


def test_a_provider_who_opens_time_meanwhile_is_not_deleted(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, "delete_item", lambda: opening.open_time(number, MORNING, DANA))

    with pytest.raises(InUse):
        providers.delete(number, ADMIN, None)
    assert profiles.read_provider(number).calendar_version == 1


def test_a_provider_who_changed_hands_meanwhile_is_not_deleted(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, "delete_item", lambda: overwrite(table, keys.provider(number), owner="bob"))

    with pytest.raises(NotFound):
        providers.delete(number, DANA, None)
    assert profiles.read_provider(number).owner == "bob"


def test_a_provider_who_was_changed_meanwhile_is_stale(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    number = bare_provider()
    before(monkeypatch, "delete_item", lambda: providers.update(number, NAME, DANA, None))

    with pytest.raises(Stale):
        providers.delete(number, ADMIN, 1)
    assert profiles.read_provider(number).name == "Hopper"


def test_a_provider_who_was_changed_meanwhile_is_deleted_if_any_version_will_do(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    before(monkeypatch, "delete_item", lambda: providers.update(number, NAME, DANA, None))

    assert providers.delete(number, DANA, None).id == number
    with pytest.raises(NotFound):
        profiles.read_provider(number)


def test_a_provider_who_is_gone_meanwhile_is_deleted(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    number = bare_provider()
    before(monkeypatch, "delete_item", lambda: providers.delete(number, ADMIN, None))

    assert providers.delete(number, DANA, 1).id == number
