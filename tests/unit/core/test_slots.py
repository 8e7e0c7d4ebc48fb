"""The ids of slots, and the earliest start that can be reserved."""

import pytest

from holdfast.core import ids, slots, utc
from holdfast.core.slots import Slot


@pytest.mark.parametrize(
    ("now", "notice", "earliest"),
    [
        ("2026-12-02T08:59:59Z", 0, "2026-12-02T09:00:00Z"),
        ("2026-12-02T09:00:00Z", 0, "2026-12-02T09:15:00Z"),
        ("2026-12-02T09:00:01Z", 0, "2026-12-02T09:15:00Z"),
        ("2026-12-02T09:00:00Z", 15, "2026-12-02T09:15:00Z"),
        ("2026-12-02T09:00:00Z", 16, "2026-12-02T09:30:00Z"),
        ("2026-12-02T09:00:01Z", 15, "2026-12-02T09:30:00Z"),
        ("2026-12-02T23:50:00Z", 60, "2026-12-03T01:00:00Z"),
    ],
)
def test_the_earliest_start_is_in_the_future_and_respects_the_minimum_notice(
    now: str, notice: int, earliest: str
) -> None:
    assert utc.text(slots.earliest_start(utc.instant(now), notice)) == earliest


def test_an_id_decodes_to_the_slot_it_was_made_from() -> None:
    slot = Slot.at(ids.MAX_ID, "2026-12-02", 95)

    assert slot.id == "9007199254740991-20261202T2345Z"
    assert Slot.from_id(slot.id) == slot
    assert (slot.day, slot.quarter) == ("2026-12-02", 95)
    assert utc.text(slot.end) == "2026-12-03T00:00:00Z"
