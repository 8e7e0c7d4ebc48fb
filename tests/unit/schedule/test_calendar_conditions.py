"""Opening and closing a range of time while other requests change the data."""

from collections.abc import Callable
from functools import partial

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule
from holdfast.core.errors import NotFound, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers
from holdfast.schedule import opening
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import day_item, overwrite, stored
from testkit.layer_scenario import MORNING, Owned, bare_provider, fresh_key, quarter_hour, time_range
from testkit.scenario import NINE, TEN, range_body
from testkit.users import ADMIN, ALICE, DANA

Change = Callable[[int], opening.Opened | opening.Closed]


def test_opening_the_same_time_concurrently_opens_it_once(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: opening.open_time(number, MORNING, DANA))

    response = opening.open_time(number, MORNING, ADMIN)

    assert (len(response.opened), len(response.already_open)) == (0, 4)


def test_opening_for_a_provider_deleted_meanwhile_is_not_found_and_writes_nothing(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    rest = [each for each in stored(table) if each["PK"] != f"PROVIDER#{number}"]
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: providers.delete(number, ADMIN, None))

    with pytest.raises(NotFound):
        opening.open_time(number, MORNING, ADMIN)
    assert stored(table) == rest


@pytest.mark.parametrize("change", [opening.open_time, opening.close_time])
def test_a_provider_whose_owner_changed_meanwhile_keeps_its_open_time(
    owned: Owned,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[..., opening.Opened | opening.Closed],
) -> None:
    before_that = day_item(table, owned.slots[0].id)
    longer = time_range(NINE, "2026-12-02T11:00:00Z")
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(owned.provider), owner="bob"))

    with pytest.raises(NotFound):
        change(owned.provider, longer, DANA)
    assert day_item(table, owned.slots[0].id) == before_that


@pytest.mark.parametrize("rules", [{"time_zone": "Asia/Kathmandu"}, {"min_notice_minutes": 60}])
def test_time_opened_while_the_rules_change_gets_the_new_rules(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, rules: dict[str, object]
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: providers.update(number, dict(rules), DANA, None))

    opened = opening.open_time(number, MORNING, ADMIN).opened

    day = day_item(table, opened[0].slot.id)
    assert {name: day[name] for name in rules} == rules


def test_closing_time_that_was_closed_meanwhile_closes_nothing(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: opening.close_time(owned.provider, MORNING, DANA))

    assert opening.close_time(owned.provider, MORNING, ADMIN) == ([], [])


def test_time_opened_while_its_range_is_being_closed_is_closed_too(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = time_range(NINE, "2026-12-02T11:00:00Z")
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: opening.open_time(owned.provider, longer, DANA))

    assert len(opening.close_time(owned.provider, longer, ADMIN).closed) == 8
    assert "open" not in day_item(table, owned.slots[0].id)


def test_a_slot_confirmed_just_before_its_time_is_closed_stays_booked(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned.hold(owned.slots[0])
    before(monkeypatch, WRITE, lambda: confirm(owned.slots[0], ALICE))

    response = opening.close_time(owned.provider, MORNING, DANA)

    assert [each.slot.id for each in response.still_booked] == [owned.slots[0].id]
    assert [each.slot.id for each in response.closed] == [slot.id for slot in owned.slots[1:]]


@pytest.mark.parametrize(
    ("to", "closed", "still_booked"), [(0, [2], []), (2, [], [2]), (None, [2], []), (1, [2], [])]
)
def test_a_visit_that_changes_after_a_part_of_it_was_read_is_read_again(
    owned: Owned,
    monkeypatch: pytest.MonkeyPatch,
    to: int | None,
    closed: list[int],
    still_booked: list[int],
) -> None:
    """The visit takes slots 1 and 2. It moves, or is cancelled; then slot 1 may be booked again alone."""
    half_hour = owned.service(30)
    first = owned.book(owned.slots[1], half_hour)

    def change() -> None:
        if to in (0, 2):
            reschedule(Move(first, owned.slots[to], ALICE, fresh_key()))
        else:
            cancel(first, ALICE)
        if to == 1:
            owned.book(first)

    no_sleep(monkeypatch)
    before(monkeypatch, "batch_get_item", change)

    response = opening.close_time(owned.provider, quarter_hour(owned.slots[2]), DANA)

    assert [each.slot for each in response.closed] == [owned.slots[number] for number in closed]
    assert [each.slot for each in response.still_booked] == [owned.slots[number] for number in still_booked]


@pytest.mark.parametrize("change", [opening.open_time, opening.close_time])
def test_a_time_range_is_written_after_a_few_conflicts(
    owned: Owned, monkeypatch: pytest.MonkeyPatch, change: Callable[..., object]
) -> None:
    pauses = no_sleep(monkeypatch)
    tomorrow = time_range("2026-12-02T08:00:00Z", TEN)
    raising(monkeypatch, WRITE, [Conflict()] * 4)

    assert change(owned.provider, tomorrow, DANA)
    assert len(pauses) == 4


def test_a_calendar_that_keeps_changing_is_unavailable_and_its_days_stay_unchanged(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [thing for thing in stored(table) if thing["SK"].startswith("CAL#")]
    body = range_body("2026-12-02T22:00:00Z", "2026-12-05T02:00:00Z")
    pauses = no_sleep(monkeypatch)
    for attempt in range(1, 20):
        changed = partial(overwrite, table, keys.provider(owned.provider), calendar_version=attempt + 1)
        before(monkeypatch, WRITE, changed, nth=attempt)

    with pytest.raises(Unavailable):
        opening.open_time(owned.provider, time_range(*body.values()), ADMIN)
    assert [thing for thing in stored(table) if thing["SK"].startswith("CAL#")] == days
    assert len(pauses) == 7
