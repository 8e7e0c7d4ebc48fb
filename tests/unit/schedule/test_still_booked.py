"""What a change of working hours leaves outside open time, and the preview of it."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.errors import NotFound, Stale, Unavailable
from holdfast.core.slots import QUARTER, Slot
from holdfast.model.footprint import Footprint
from holdfast.queries import working_hours
from holdfast.schedule import opening, still_booked, walk
from testkit.clock import HOLD, Clock
from testkit.interference import WRITE, before
from testkit.items import contents
from testkit.layer_scenario import bare_provider, time_range
from testkit.plain_hours import Body, every_day, rules
from testkit.users import ADMIN, ALICE, DANA
from testkit.visits import store, visit
from testkit.working_hours import MORNINGS, delete, put

NIGHTS = every_day(("22:00", "02:00"), horizon_days=3)
DAY_OFF = {"from": "2026-12-02", "to": "2026-12-02", "hours": []}


@pytest.fixture
def provider(table: Table, clock: Clock) -> int:
    """Return a provider with hours from 09:00 to 10:00."""
    provider = bare_provider()
    put(provider, MORNINGS)
    return provider


def at(provider: int, text: str) -> Slot:
    return Slot(provider, utc.instant(text))


def found(provider: int) -> list[Slot]:
    return [each.slot for each in still_booked.now(provider, DANA).shown]


def previewed(provider: int, body: Body) -> list[Slot]:
    return [each.slot for each in still_booked.with_rules(provider, rules(body), DANA, None).shown]


@pytest.mark.parametrize(
    "body",
    [
        NIGHTS,
        every_day(("09:00", "09:30"), horizon_days=3),
        MORNINGS | {"overrides": [DAY_OFF]},
        MORNINGS | {"horizon_days": 1},
        MORNINGS,
        {},
    ],
)
def test_the_preview_is_what_the_change_leaves_and_writes_nothing(
    provider: int, table: Table, body: Body
) -> None:
    opening.open_time(provider, time_range("2026-12-03T12:00:00Z", "2026-12-03T13:00:00Z"), DANA)
    opening.open_time(provider, time_range("2026-12-09T08:00:00Z", "2026-12-09T09:15:00Z"), DANA)
    opening.close_time(provider, time_range("2026-12-03T22:00:00Z", "2026-12-03T23:00:00Z"), DANA)
    starts = ["02T09:00", "02T09:30", "03T09:15", "03T12:00", "03T22:30", "03T23:45", "09T09:00"]
    store(table, *(visit(at(provider, f"2026-12-{start}:00Z"), Footprint(2)) for start in starts))
    as_before = contents(table)

    shown = previewed(provider, body)

    assert contents(table) == as_before
    put(provider, body)
    assert found(provider) == shown


def test_the_preview_over_an_unfinished_deletion_is_what_the_change_leaves(
    provider: int, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening.close_time(provider, time_range("2026-12-02T09:00:00Z", "2026-12-02T09:30:00Z"), DANA)
    head = at(provider, "2026-12-02T09:00:00Z")
    store(table, visit(head))
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)
    with monkeypatch.context() as patch:
        before(patch, WRITE, _die, nth=2)
        with pytest.raises(Unavailable):
            delete(provider)

    assert found(provider) == [head]
    assert previewed(provider, MORNINGS) == []
    deleted = working_hours.find(provider)
    assert deleted
    with pytest.raises(Stale):
        still_booked.with_rules(provider, rules(MORNINGS), DANA, deleted.version)
    put(provider, MORNINGS)
    assert found(provider) == []


def test_a_visit_that_began_yesterday_and_is_not_over_counts(
    provider: int, table: Table, clock: Clock
) -> None:
    over, running = at(provider, "2026-12-02T18:00:00Z"), at(provider, "2026-12-02T23:00:00Z")
    store(table, visit(over, Footprint(8)), visit(running, Footprint(8)))
    clock.now = utc.instant("2026-12-03T00:50:00Z")

    assert found(provider) == [running]
    clock.now = utc.instant("2026-12-03T01:00:00Z")
    assert found(provider) == []


def test_holds_and_buffers_do_not_count(provider: int, table: Table, clock: Clock) -> None:
    held = at(provider, "2026-12-02T12:00:00Z")
    store(table, visit(held, expires_at=clock.now + HOLD))
    store(table, visit(at(provider, "2026-12-02T09:00:00Z"), Footprint(4, before=2, after=2)))

    assert found(provider) == []


def test_the_first_1000_are_shown_with_a_word_if_there_are_more(provider: int, table: Table) -> None:
    put(provider, every_day(("09:00", "10:00"), horizon_days=30))
    noon = utc.instant("2026-12-02T12:00:00Z")
    slots = [Slot(provider, noon + day * utc.DAY + n * QUARTER) for day in range(21) for n in range(48)]
    store(table, *map(visit, reversed(slots[:1000])))

    result = still_booked.now(provider, DANA)
    assert ([each.slot for each in result.shown], result.more) == (slots[:1000], False)

    store(table, visit(slots[1000]))
    result = still_booked.now(provider, DANA)
    assert ([each.slot for each in result.shown], result.more) == (slots[:1000], True)


def test_only_the_owner_and_administrators_see_them(provider: int, table: Table) -> None:
    store(table, visit(at(provider, "2026-12-02T12:00:00Z")))

    assert [each.client_name for each in still_booked.now(provider, ADMIN).shown] == ["Alice"]
    with pytest.raises(NotFound):
        still_booked.now(provider, ALICE)
    with pytest.raises(NotFound):
        still_booked.with_rules(provider, rules(NIGHTS), ALICE, None)


def _die() -> None:
    raise Unavailable
