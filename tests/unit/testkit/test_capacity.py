"""Capacity units are computed correctly in examples that can be checked by hand."""

from typing import Any

import pytest

from testkit import capacity
from testkit.capacity import Index

INDEX = Index.of(
    {
        "KeySchema": [{"AttributeName": "hash"}, {"AttributeName": "range"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["shown", "members"]},
    },
    ["PK"],
)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": ""}, 0),
        ({"S": "Ünal"}, 5),
        ({"B": b"abc"}, 3),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "27"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "2700"}, 2),
        ({"N": "0.05"}, 2),
        ({"N": "1796112000"}, 5),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"NS": ["1", "95", "100"]}, 6),
        ({"SS": ["a", "bc"]}, 3),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"N": "1"}]}, 3 + (1 + 2) + (1 + 2)),
        ({"M": {"ab": {"S": "c"}}}, 3 + (1 + 2 + 1)),
    ],
)
def test_the_size_of_an_attribute_includes_its_name_and_its_value(value: dict[str, Any], size: int) -> None:
    assert capacity.size({"name": value}) == 4 + size


def test_each_item_read_by_its_key_is_rounded_up_separately() -> None:
    items = [_item(100), _item(4097), None]
    assert capacity.get_units(items, consistent=True) == 1 + 2 + 1
    assert capacity.get_units(items, consistent=False) == 2


@pytest.mark.parametrize(("sizes", "units"), [([], 1), ([2000, 2000], 1), ([2000, 2000, 97], 2)])
def test_the_items_of_a_query_are_rounded_up_together(sizes: list[int], units: int) -> None:
    items = list(map(_item, sizes))
    assert capacity.query_units(items, consistent=True) == units
    assert capacity.query_units(items, consistent=False) == units / 2


@pytest.mark.parametrize(
    ("old", "new", "units"), [(0, 1024, 1), (1025, 0, 2), (100, 100, 1), (3000, 2000, 3)]
)
def test_a_write_costs_the_larger_of_the_items_before_and_after(old: int, new: int, units: int) -> None:
    before, after = _item(old) if old else None, _item(new) if new else None
    assert capacity.write_units(before, after, [], transactional=False) == units
    assert capacity.write_units(before, after, [], transactional=True) == 2 * units


_IN = {"PK": {"S": "p"}, "hash": {"S": "h"}, "range": {"N": "1"}, "members": {"NS": ["1", "2"]}}


@pytest.mark.parametrize(
    ("old", "new", "units"),
    [
        ({}, _IN, 1),
        (_IN, {}, 1),
        (_IN, {"PK": {"S": "p"}, "hash": {"S": "h"}}, 1),
        (_IN, _IN | {"range": {"N": "2"}}, 2),
        (_IN, _IN | {"shown": {"S": "s"}}, 1),
        (_IN, _IN | {"hidden": {"S": "s"}}, 0),
        (_IN, _IN | {"members": {"NS": ["2", "1"]}}, 0),
        ({}, {"PK": {"S": "p"}, "hash": {"S": "h"}}, 0),
    ],
    ids=["joins", "is deleted", "leaves", "moves", "shows other", "hides other", "same set", "never in it"],
)
def test_an_index_is_written_only_when_its_projected_attributes_change(
    old: dict[str, Any], new: dict[str, Any], units: int
) -> None:
    assert INDEX.write_units(old, new) == units


def _item(size: int) -> dict[str, Any]:
    return {"PK": {"S": "x" * (size - 2)}}
