"""The sort keys of by_day, which say which slots a hold or a part of a visit takes."""

from typing import Any

import pytest

from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.model.footprint import Footprint

HEAD = Slot(7, 1_800_000_000 // QUARTER * QUARTER)


def row(ending: str) -> dict[str, Any]:
    key = keys.appointment(HEAD)
    return {**key._asdict(), "by_day_sk": index_keys.by_day_sk(key) + ending}


@pytest.mark.parametrize("footprint", [(1, 0, 0), (4, 0, 0), (1, 2, 0), (1, 0, 1), (3, 8, 8), (32, 0, 0)])
def test_a_head_stands_for_all_slots_that_its_visit_takes(footprint: tuple[int, int, int]) -> None:
    visit = Footprint(*footprint)

    assert index_keys.taken_by(row(visit.in_by_day)) == visit.taken(HEAD)


@pytest.mark.parametrize("quarters", [1, 2, 31])
def test_a_part_stands_for_the_quarter_hours_of_its_day(quarters: int) -> None:
    expected = [Slot(7, HEAD.start + number * QUARTER) for number in range(quarters)]

    assert index_keys.taken_by(row(index_keys.ends_of_part(quarters))) == expected


def test_a_row_of_the_table_stands_for_its_own_slot() -> None:
    assert index_keys.taken_by({**keys.appointment(HEAD)._asdict()}) == [HEAD]
