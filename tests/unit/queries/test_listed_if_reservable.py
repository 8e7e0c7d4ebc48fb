"""Property: a start is listed if and only if nothing stands against it, and `why` says the same.

Days, holds, visits, buffers, zones and rules are random. All are compared with a plain description.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.configuration import set_hypothesis_home_dir
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import QUARTER, Slot
from holdfast.queries import slot_pages, starts
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot
from holdfast.queries.why import why
from testkit.clock import Clock
from testkit.users import DANA
from tests.unit.queries.cases import Case, cases
from tests.unit.queries.stored_cases import Stored


@pytest.fixture
def _home(tmp_path: Path) -> Iterator[None]:
    set_hypothesis_home_dir(tmp_path)  # keeps hypothesis from writing into the work tree
    yield
    set_hypothesis_home_dir(None)


@pytest.mark.usefixtures("_home")
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=cases)
def test_a_start_is_listed_if_and_only_if_nothing_stands_against_it(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    clock.now = case.now
    stored = Stored(table, case)
    first, end = map(case.at, case.window)
    window = Window(first, end, case.limit, "available")
    everybody = sorted((slot for number in stored.plain for slot in stored.fitting(number)), key=Position.of)
    monkeypatch.setattr(slot_pages, "_MOST_ROWS", case.rows)

    for number in stored.plain:
        of_one = partial(starts.of_provider, stored.service, number, window)
        assert _all(of_one) == stored.fitting(number)
    for few in (100, 0):
        monkeypatch.setattr(starts, "_FEW", few)
        assert _all(partial(starts.of_everybody, stored.service, window)) == everybody
    _check_why(stored, case)
    stored.clear()


def _check_why(stored: Stored, case: Case) -> None:
    for number, plain in stored.plain.items():
        listed = [(slot.start - case.midnight) // QUARTER for slot in stored.fitting(number)]
        for quarter in case.sample | {*listed[:3], *listed[-3:]}:
            found = why(Slot(number, case.at(quarter)), stored.service.id, DANA)
            assert [each.reason for each in found] == plain.reasons(quarter)


def _all(page_after: Callable[[Position | None], Page[ShownSlot, Position]]) -> list[Slot]:
    """Return the starts of all pages."""
    found: list[Slot] = []
    after: Position | None = None
    while True:
        page = page_after(after)
        found += [each.slot for each in page.items]
        if page.last is None:
            return found
        assert after is None or page.last > after, "no progress"
        after = page.last
