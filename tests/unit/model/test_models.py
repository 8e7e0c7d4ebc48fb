"""Keys: what they say, and that they sort as lists need it."""

import pytest

from holdfast import indexes, models, times
from holdfast.models import CALENDAR_END, DAY_END, Appointment, Client, Day, Provider
from holdfast.settings import settings
from holdfast.table import Key
from holdfast.times import MAX_ID, Slot

SLOT = Slot.at(8137, "2026-12-02", 36)


def test_each_thing_has_its_key() -> None:
    assert Provider.key(8137) == Key("PROVIDER#8137", "PROFILE")
    assert Client.key(5521) == Key("CLIENT#5521", "PROFILE")
    assert Day.key(8137, "2026-12-02") == Key("PROVIDER#8137", "CAL#2026-12-02")
    assert Appointment.key(SLOT) == Key("PROVIDER#8137", "CAL#2026-12-02T09:00Z")
    assert models.owner_key("me") == Key("OWNER#me", "CLIENTS")


def test_a_calendar_is_in_the_order_of_time_and_each_day_before_its_appointments() -> None:
    days = ["2026-12-01", "2026-12-02", "2027-01-01"]
    keys = [
        key
        for day in days
        for key in (Day.key(1, day).SK, *(Appointment.key(Slot.at(1, day, n)).SK for n in range(96)))
    ]

    assert keys == sorted(keys)
    for day in days:
        of_day = [key for key in keys if Day.key(1, day).SK <= key <= Day.key(1, day).SK + DAY_END]
        assert len(of_day) == 97
    assert all(key < CALENDAR_END < Provider.key(1).SK for key in keys)


def test_a_slot_is_read_back_from_its_key() -> None:
    assert models.slot_of(Appointment.key(SLOT)._asdict()) == SLOT


def test_days_are_told_from_appointments() -> None:
    assert models.is_day(Day.key(1, "2026-12-02")._asdict())
    assert not models.is_day(Appointment.key(SLOT)._asdict())


def test_the_list_of_a_day_is_by_provider_as_a_number_then_day_then_time() -> None:
    keys = [
        indexes.by_day_sk(key)
        for number in (9, 10, MAX_ID)
        for key in (
            Day.key(number, "2026-12-02"),
            *(Appointment.key(Slot.at(number, "2026-12-02", quarter)) for quarter in (0, 36, 95)),
        )
    ]

    assert keys == sorted(keys)


def test_a_clients_list_is_by_time_then_provider_as_a_number() -> None:
    slots = [Slot(number, SLOT.start + quarter * 900) for quarter in (0, 1) for number in (9, 10, MAX_ID)]
    keys = [indexes.by_client_sk(slot) for slot in slots]

    assert keys == sorted(keys)
    assert all(
        times.utc(slot.start) < key < times.utc(slot.start + 1) for slot, key in zip(slots, keys, strict=True)
    )


@pytest.mark.parametrize("count", [1, 3, 64])
def test_every_hold_is_in_a_partition_that_the_sweeper_visits(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", str(count))
    settings.cache_clear()
    slots = [Slot(number, SLOT.start + quarter * 900) for quarter in range(96) for number in (1, 7, MAX_ID)]

    assert {indexes.holds_partition(slot) for slot in slots} == set(indexes.hold_partitions())
    assert len(indexes.hold_partitions()) == count


def test_a_day_is_kept_for_30_days_after_its_end() -> None:
    assert times.utc(Day.expires_at("2026-12-02")) == "2027-01-02T00:00:00Z"
