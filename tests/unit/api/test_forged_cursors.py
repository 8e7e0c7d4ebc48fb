"""A forged cursor with a malformed position is refused. Every other position leads to valid queries."""

import base64
import json
from typing import Any

import pytest

from holdfast.api import lists
from holdfast.api.cursors import Cursors
from holdfast.api.query_strings import AppointmentsQuery, OpenSlotsQuery, PageQuery
from holdfast.core import utc
from holdfast.core.errors import Invalid
from holdfast.core.ids import MAX_ID
from testkit.layer_scenario import Owned
from testkit.recorded_calls import queries
from testkit.users import ALICE

END = utc.instant("2027-01-01T00:00:00Z")


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


INVALID_DATES: list[Any] = [None, 1, "", "x", "2026-13-01", "2026-12-2", "2026-W49-3", "20261202", [], {}]
INVALID_IDS: list[Any] = [None, "1", 0, -1, 1.0, 1.5, True, 2**53, 10**300, [], {}]
INVALID_QUARTERS: list[Any] = [None, "1", -1, 97, 1.0, 0.5, True, 10**300, [], {}]
SLOT_POSITIONS: list[Any] = [
    *(None, True, 0, 1, -1, 1.5, "x", "", [], {}, [[]], [None] * 3, ["2026-12-02"], ["2026-12-02", 1]),
    *([date, 1, 1] for date in INVALID_DATES),
    *(["2026-12-02", number, 1] for number in INVALID_IDS),
    *(["2026-12-02", 1, quarter] for quarter in INVALID_QUARTERS),
    ["2026-12-02", 1, 1, 1],
    {"2026-12-02": 1, "provider_id": 1, "quarter": 1},
]


@pytest.mark.parametrize("position", SLOT_POSITIONS, ids=json.dumps)
def test_a_forged_slot_position_is_refused(position: Any) -> None:
    query = OpenSlotsQuery(cursor=encoded([position, Cursors("open", OpenSlotsQuery(), ALICE)._scope]))

    with pytest.raises(Invalid):
        Cursors("open", query, ALICE).after_position(END)


@pytest.mark.parametrize("of", ["everybody", "a provider", "a client"])
@pytest.mark.parametrize(
    "position",
    [
        ["0001-01-01", 1, 0],
        ["2026-12-02", MAX_ID, 96],
        ["2026-12-31", 1, 96],
        ["2027-01-01", 1, 96],
        ["2028-01-01", 1, 0],
        ["9999-12-31", MAX_ID, 96],
    ],
)
def test_a_position_beyond_the_list_sends_no_invalid_query(
    owned: Owned, monkeypatch: pytest.MonkeyPatch, of: str, position: list[Any]
) -> None:
    query = AppointmentsQuery(
        provider_id=owned.provider if of == "a provider" else None,
        client_id=owned.client if of == "a client" else None,
    )
    owned.book(owned.slots[0])
    query.cursor = encoded([position, Cursors("appointments", query, ALICE)._scope])
    sent = queries(monkeypatch)

    items = lists.appointments(query, ALICE)["items"]

    assert bool(items) == (position < ["2026-12-02", owned.provider, 36])
    # DynamoDB rejects a key range that ends before its start. moto accepts such a range.
    assert all(values[":first"]["S"] <= values[":last"]["S"] for values, _ in sent if ":last" in values)


@pytest.mark.parametrize(
    "position", [None, True, 0, -1, 1.0, 1.5, "1", 2**53, 10**300, [], [1], {}, [[1]]], ids=json.dumps
)
def test_a_forged_id_position_is_refused(position: Any) -> None:
    query = PageQuery(cursor=encoded([position, Cursors("CLIENT", PageQuery(), ALICE)._scope]))

    with pytest.raises(Invalid):
        Cursors("CLIENT", query, ALICE).after_id()


@pytest.mark.parametrize("number", ["1e400", "NaN", "-Infinity", "1" * 5000, "[" * 5000 + "]" * 5000])
def test_a_cursor_with_a_huge_number_or_deep_nesting_is_refused(number: str) -> None:
    scope = Cursors("CLIENT", PageQuery(), ALICE)._scope
    cursor = base64.urlsafe_b64encode(f'[{number},"{scope}"]'.encode()).decode()

    with pytest.raises(Invalid):
        Cursors("CLIENT", PageQuery(cursor=cursor), ALICE).after_id()
    with pytest.raises(Invalid):
        Cursors("CLIENT", PageQuery(cursor=cursor), ALICE).after_position(END)
