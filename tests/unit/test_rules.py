"""A provider's time zone and notice are copied to its days, whatever interrupts the copying."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast import providers, times
from holdfast.errors import Stale, Unavailable
from holdfast.table import Item
from tests.api import Api
from tests.conftest import Clock
from tests.interference import calls, raising
from tests.owners import ADMIN, Owned
from tests.practice import NINE, Practice, listed, stored

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


def test_new_rules_reach_the_days_that_are_open(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.open("2026-12-05T09:00:00Z", "2026-12-05T10:00:00Z")

    api.put(f"/api/providers/{practice.provider}", {"name": "A", **KATHMANDU, **NOTICE})

    assert rules_of_days(table) == [("Asia/Kathmandu", 60)] * 2
    for path in ("/api/appointments", practice.availability):
        assert listed(api, path)[0]["local_start"] == "2026-12-02T14:45:00+05:45"


def test_days_that_are_over_keep_their_rules(owned: Owned, table: Table, clock: Clock) -> None:
    clock.now = times.parse(NINE) + times.DAY

    update(owned, KATHMANDU)

    assert rules_of_days(table) == [("UTC", 0)]


def test_a_change_of_the_name_alone_leaves_days_and_calendar_alone(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = calls(monkeypatch)

    update(owned, {"name": "B"})

    assert sent == ["update_item"]
    assert providers.read(owned.provider).calendar_version == 1


def test_days_that_have_the_rules_already_are_not_written(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(owned, KATHMANDU)
    sent = calls(monkeypatch)

    update(owned, KATHMANDU)

    assert WRITE not in sent


def test_more_days_than_a_transaction_takes_are_copied_in_turns(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned = Owned()
    day = stored(table)[-2]
    assert day["SK"] == "CAL#2026-12-02"
    with table.batch_writer() as batch:
        for number in range(150):
            batch.put_item(Item=day | {"SK": f"CAL#{times.day_of(clock.now + number * times.DAY)}"})
    sent = calls(monkeypatch)

    update(owned, KATHMANDU)

    assert set(rules_of_days(table)) == {("Asia/Kathmandu", 0)}
    assert sent.count(WRITE) == 2


def test_the_rules_of_the_provider_not_the_copies_decide_a_reservation(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    raising(monkeypatch, WRITE, [Unavailable()])
    changed = api.put(f"/api/providers/{practice.provider}", {"name": "A", "min_notice_minutes": 2880})

    assert changed.status == 503
    assert practice.reserve(practice.slots[0]).json["code"] == "too_soon"


def test_a_repeat_that_is_stale_by_now_mends_the_days_that_its_first_try_left(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Unavailable()])
    with pytest.raises(Unavailable):
        providers.update(owned.provider, dict(KATHMANDU), ADMIN, 1)
    assert rules_of_days(table) == [("UTC", 0)]

    with pytest.raises(Stale):
        providers.update(owned.provider, dict(KATHMANDU), ADMIN, 1)
    assert rules_of_days(table) == [("Asia/Kathmandu", 0)]
