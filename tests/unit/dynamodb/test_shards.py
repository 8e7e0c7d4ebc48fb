"""Writes to an index are spread over shards. Lists and the deletion of lapsed holds read every shard."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings import expire
from holdfast.core.settings import settings
from holdfast.model.request_key import RequestKey
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import stored
from testkit.scenario import Practice, ids, listed, new_client

ALL = "/api/appointments"
NEAR = {"to": "2026-12-04T00:00:00Z"}


@pytest.fixture(autouse=True)
def _consecutive_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Assign consecutive ids, so that several shards get items."""
    numbers: dict[bytes, int] = {}
    following = property(lambda key: numbers.setdefault(key.digest, len(numbers) + 1))
    monkeypatch.setattr(RequestKey, "numeric_id", following)


def shards(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setenv("INDEX_SHARDS", str(number))
    settings.cache_clear()


def partitions(table: Table, attribute: str) -> set[str]:
    return {str(item[attribute]) for item in stored(table) if attribute in item}


def test_a_list_covers_every_shard_in_order(api: Api, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    shards(monkeypatch, 3)
    practices = [Practice(api) for _ in range(6)]
    for practice in practices[:5]:
        practice.hold(practice.slots[0])
        practice.book(practice.slots[1])
    expected = sorted(
        (slot for practice in practices for slot in practice.slots),
        key=lambda slot: (f"{int(slot.split('-')[0]):016d}", slot),
    )

    assert len(partitions(table, "by_day_pk")) > 1
    assert len(partitions(table, "by_kind_pk") - {"PROVIDER", "CLIENT"}) > 1
    for limit in (3, 1000):
        assert ids(listed(api, ALL, limit=limit, **NEAR)) == expected
    assert len(listed(api, ALL, status="held")) == len(listed(api, ALL, status="confirmed")) == 5


def test_the_holds_of_one_provider_are_spread_over_the_shards(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards(monkeypatch, 3)
    practice = Practice(api)
    for slot in practice.slots[:3]:
        practice.hold(slot)

    assert partitions(table, "by_kind_pk") >= {"HOLD#0", "HOLD#1", "HOLD#2"}
    assert len(partitions(table, "by_day_pk")) == 1


def test_raising_the_number_of_shards_keeps_each_day_and_its_holds_together(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    practices = [Practice(api) for _ in range(4)]
    for practice in practices:
        practice.hold(practice.slots[0])
    shards(monkeypatch, 4)
    for practice in practices:
        practice.hold(practice.slots[1], new_client(api))
        practice.open("2026-12-02T10:00:00Z", "2026-12-02T10:15:00Z")
        practice.open("2026-12-03T09:00:00Z", "2026-12-03T09:15:00Z")

    slots = listed(api, ALL, **NEAR)

    assert sorted(ids(slots)) == sorted(slot for practice in practices for slot in practice.slots)
    assert [slot["status"] for slot in slots].count("held") == 8
    assert [item["by_day_pk"] for item in stored(table) if "T0" in item["SK"]] == ["DAY#2026-12-02#0"] * 8
    assert len({item["by_day_pk"] for item in stored(table) if item["SK"] == "CAL#2026-12-03"}) > 1


def test_raising_the_number_of_shards_leaves_no_lapsed_hold_behind(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    shards(monkeypatch, 4)
    for slot in practice.slots[1:]:
        practice.hold(slot)
    clock.advance(1800)

    assert expire.expire_holds(lambda: True).cleared == 4
    assert partitions(table, "by_kind_pk") == {"PROVIDER", "CLIENT"}


def test_unfinished_sweeps_still_reach_every_shard(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    shards(monkeypatch, 4)
    for practice in (Practice(api), Practice(api)):
        for slot in practice.slots:
            practice.hold(slot)
    clock.advance(1800)

    for _ in range(4):
        clock.advance(60)
        assert not expire.expire_holds(iter([True, False]).__next__).finished

    left = [item["by_kind_pk"] for item in stored(table) if item.get("status") == "held"]
    assert sorted(left) == ["HOLD#0", "HOLD#1", "HOLD#2", "HOLD#3"]


def test_pages_that_end_early_still_cover_every_shard(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    shards(monkeypatch, 3)
    practices = [Practice(api) for _ in range(4)]
    monkeypatch.setattr("holdfast.queries.slot_pages._MOST_ROWS", 110)

    found = ids(listed(api, ALL, limit=1000))

    assert sorted(found) == sorted(slot for practice in practices for slot in practice.slots)
