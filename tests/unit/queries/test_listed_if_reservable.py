"""Property: a start is listed if and only if it can be reserved, and `why` says why it cannot.

Days, holds, visits, buffers, zones and rules are random. All are compared with a plain description. What a
reservation takes is given back by cancelling it, and then the lists are as before.
"""

import os
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import QUARTER, Slot
from holdfast.queries import slot_pages, starts
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot
from holdfast.queries.why import why
from testkit.clock import Clock
from testkit.users import DANA
from tests.unit.queries.cases import QUARTERS, Case, Plain, cases
from tests.unit.queries.stored_cases import Stored
from tests.unit.queries.trials import try_to_reserve


@pytest.fixture
def _home(tmp_path: Path) -> Iterator[None]:
    set_hypothesis_home_dir(tmp_path)  # keeps hypothesis from writing into the work tree
    yield
    set_hypothesis_home_dir(None)


@pytest.mark.usefixtures("_home")
def test_a_start_is_listed_if_and_only_if_it_can_be_reserved(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, rng: random.Random
) -> None:
    # Searching for the smallest failing case takes minutes, so do that only for a given seed.
    shrink = [Phase.shrink] if os.environ.get("HOLDFAST_SEED") else []

    @seed(rng.getrandbits(64))
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.generate, *shrink],
    )
    @given(cases)
    def check(case: Case) -> None:
        note(str(case))
        _check(table, clock, monkeypatch, case)

    check()


def _check(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
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
    for number, plain in stored.plain.items():
        listed = [(slot.start - case.midnight) // QUARTER for slot in stored.fitting(number)]
        _check_why(stored, plain, number, case.sample | {*listed[:3], *listed[-3:]})
        of_one = partial(starts.of_provider, stored.service, number, window)
        for quarter in _near_the_edges(case, listed):
            refused = try_to_reserve(stored, Slot(number, case.at(quarter)))
            assert refused == plain.refusal(quarter), plain.reasons(quarter)
            if not refused:  # what was reserved has been cancelled
                assert _all(of_one) == stored.fitting(number)
    stored.clear()


def _check_why(stored: Stored, plain: Plain, number: int, quarters: set[int]) -> None:
    for quarter in quarters:
        found = why(Slot(number, stored.case.at(quarter)), stored.service.id, DANA)
        assert [each.reason for each in found] == plain.reasons(quarter)


def _near_the_edges(case: Case, listed: list[int]) -> set[int]:
    """Return the first and the last start, their neighbours, a quarter-hour soon, and another one."""
    around = {listed[0] - 1, listed[0], listed[-1], listed[-1] + 1} if listed else set()
    return {case.offset // QUARTER + 2, *around, *sorted(case.sample)[-1:]} & {*QUARTERS}


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
