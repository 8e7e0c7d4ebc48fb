"""Keys have the documented format and sort in the order that lists need."""

from zoneinfo import ZoneInfo

import pytest

from holdfast.core import utc
from holdfast.core.ids import MAX_ID
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.keys import Key
from holdfast.model.day import Day

SLOT = Slot.at(8137, "2026-12-02", 36)


def test_each_kind_of_item_has_its_own_key_format() -> None:
    assert keys.provider(8137) == Key("PROVIDER#8137", "PROFILE")
    assert keys.client(5521) == Key("CLIENT#5521", "PROFILE")
    assert keys.day(8137, "2026-12-02") == Key("PROVIDER#8137", "CAL#2026-12-02")
    assert keys.appointment(SLOT) == Key("PROVIDER#8137", "CAL#2026-12-02T09:00Z")
    assert keys.owners_clients("me") == Key("OWNER#me", "CLIENTS")


def test_a_calendar_is_sorted_by_time_with_each_day_before_its_appointments() -> None:
    days = ["2026-12-01", "2026-12-02", "2027-01-01"]
    sort_keys = [
        key
        for day in days
        for key in (keys.day(1, day).SK, *(keys.appointment(Slot.at(1, day, n)).SK for n in range(96)))
    ]

    assert sort_keys == sorted(sort_keys)
    for day in days:
        bounds = keys.whole_day(1, day)
        of_day = [key for key in sort_keys if bounds["first"] <= key <= bounds["last"]]
        assert len(of_day) == 97
    assert all(key < keys.days_from(1, days[0])["last"] < keys.provider(1).SK for key in sort_keys)


def test_a_slot_is_read_back_from_its_key() -> None:
    assert keys.slot_of(keys.appointment(SLOT)._asdict()) == SLOT


def test_days_and_appointments_can_be_told_apart_by_key() -> None:
    assert keys.is_day(keys.day(1, "2026-12-02")._asdict())
    assert not keys.is_day(keys.appointment(SLOT)._asdict())


def test_a_dates_list_is_sorted_by_numeric_provider_id_then_the_day_then_slots_by_time() -> None:
    sort_keys = [
        index_keys.by_day_sk(key)
        for number in (9, 10, MAX_ID)
        for key in (
            keys.day(number, "2026-12-02"),
            *(keys.appointment(Slot.at(number, "2026-12-02", quarter)) for quarter in (0, 36, 95)),
        )
    ]

    assert sort_keys == sorted(sort_keys)


def test_a_clients_list_is_sorted_by_time_then_numeric_provider_id() -> None:
    slots = [Slot(number, SLOT.start + quarter * 900) for quarter in (0, 1) for number in (9, 10, MAX_ID)]
    sort_keys = [index_keys.by_client_sk(slot) for slot in slots]

    assert sort_keys == sorted(sort_keys)
    assert all(
        utc.text(slot.start) < key < utc.text(slot.start + 1)
        for slot, key in zip(slots, sort_keys, strict=True)
    )


@pytest.mark.parametrize("count", [1, 3, 64])
def test_every_hold_is_in_a_partition_that_the_sweeper_queries(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", str(count))
    settings.cache_clear()
    slots = [Slot(number, SLOT.start + quarter * 900) for quarter in range(96) for number in (1, 7, MAX_ID)]

    assert {index_keys.holds_pk(slot) for slot in slots} == set(index_keys.all_holds_pks())
    assert len(index_keys.all_holds_pks()) == count


def test_a_day_is_kept_for_30_days_after_its_end() -> None:
    day = Day(provider_id=1, date="2026-12-02", zone=ZoneInfo("UTC"), min_notice_minutes=0)

    assert utc.text(day.to_item()["expires_at"]) == "2027-01-02T00:00:00Z"
