"""Deleting a provider while other requests change the data."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewProvider
from holdfast.core.errors import InUse, NotFound, Stale
from holdfast.dynamodb import keys
from holdfast.profiles import providers
from holdfast.queries import profiles
from holdfast.schedule import opening
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep
from testkit.items import overwrite, stored
from testkit.layer_scenario import MORNING, Owned, bare_provider, fresh_key
from testkit.users import ADMIN, DANA

NAME = {"name": "Hopper"}


def own_provider(time_zone: str) -> int:
    fields = NewProvider(name="Dr. Dana", time_zone=time_zone).fields()
    return providers.create(fields, DANA, fresh_key())[0].id


def test_a_provider_who_opens_time_during_the_deletion_is_not_deleted(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    count = profiles.read_provider(number).calendar_version
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: opening.open_time(number, MORNING, DANA))

    with pytest.raises(InUse):
        providers.delete(number, ADMIN, None)
    assert profiles.read_provider(number).calendar_version == count + 1


def test_a_provider_whose_owner_changes_during_the_deletion_is_not_deleted(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(number), owner="bob"))

    with pytest.raises(NotFound):
        providers.delete(number, DANA, None)
    assert profiles.read_provider(number).owner == "bob"


def test_deleting_with_if_match_is_stale_after_a_concurrent_change(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    before(monkeypatch, WRITE, lambda: providers.update(number, NAME, DANA, None))

    with pytest.raises(Stale):
        providers.delete(number, ADMIN, 1)
    assert profiles.read_provider(number).name == "Hopper"


def test_deleting_without_if_match_succeeds_after_a_concurrent_change(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    before(monkeypatch, WRITE, lambda: providers.update(number, NAME, DANA, None))

    assert providers.delete(number, DANA, None).id == number
    with pytest.raises(NotFound):
        profiles.read_provider(number)


def test_deleting_a_provider_that_another_request_deleted_first_succeeds(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    before(monkeypatch, WRITE, lambda: providers.delete(number, ADMIN, None))

    assert providers.delete(number, DANA, 1).id == number


def test_time_opened_while_a_provider_is_made_again_gets_the_rules_of_the_new_one(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The id of a user's own provider is derived from the user, so the new provider has the same id."""
    number = own_provider("Europe/Berlin")
    no_sleep(monkeypatch)

    def make_again() -> None:
        providers.delete(number, DANA, None)
        assert own_provider("Asia/Kathmandu") == number

    before(monkeypatch, WRITE, make_again)

    opening.open_time(number, MORNING, DANA)

    assert {item["time_zone"] for item in stored(table) if "time_zone" in item} == {"Asia/Kathmandu"}
