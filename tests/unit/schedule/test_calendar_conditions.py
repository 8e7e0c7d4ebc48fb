"""Opening and closing time: what happens between the read and the write."""

from collections.abc import Callable
from functools import partial

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast import availability, booking, providers
from holdfast.answers import ClosedAnswer, OpenedAnswer
from holdfast.connection import Conflict
from holdfast.errors import NotFound, Unavailable
from holdfast.models import Provider
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import day_item, overwrite, stored
from testkit.layer_scenario import MORNING, Owned, bare_provider
from testkit.people import ADMIN, ALICE, DANA
from testkit.scenario import block

Change = Callable[[int], OpenedAnswer | ClosedAnswer]


def test_opening_the_same_time_at_once_opens_it_once(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: availability.open_time(number, MORNING, DANA))

    answer = availability.open_time(number, MORNING, ADMIN)

    assert (len(answer["opened"]), len(answer["already_open"])) == (0, 4)


def test_opening_meets_a_provider_who_is_gone_and_makes_no_ghost(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = stored(table)
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: providers.delete(number, ADMIN, None))

    with pytest.raises(NotFound):
        availability.open_time(number, MORNING, ADMIN)
    assert stored(table) == rest


@pytest.mark.parametrize("change", [availability.open_time, availability.close_time])
def test_a_provider_who_changed_hands_meanwhile_keeps_its_time(
    owned: Owned,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[..., OpenedAnswer | ClosedAnswer],
) -> None:
    before_that = day_item(table, owned.slots[0].id)
    longer = MORNING.model_copy(update={"end_datetime": "2026-12-02T11:00:00Z"})
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: overwrite(table, Provider.key(owned.provider), owner="bob"))

    with pytest.raises(NotFound):
        change(owned.provider, longer, DANA)
    assert day_item(table, owned.slots[0].id) == before_that


@pytest.mark.parametrize("rules", [{"time_zone": "Asia/Kathmandu"}, {"min_notice_minutes": 60}])
def test_time_opened_while_the_rules_change_has_the_new_ones(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, rules: dict[str, object]
) -> None:
    number = bare_provider()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: providers.update(number, dict(rules), DANA, None))

    opened = availability.open_time(number, MORNING, ADMIN)["opened"]

    day = day_item(table, opened[0]["id"])
    assert {name: day[name] for name in rules} == rules


def test_closing_what_is_closed_meanwhile_closes_nothing_twice(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: availability.close_time(owned.provider, MORNING, DANA))

    assert availability.close_time(owned.provider, MORNING, ADMIN) == {"closed": [], "still_booked": []}


def test_what_is_opened_while_a_longer_block_is_closed_is_closed_too(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = MORNING.model_copy(update={"end_datetime": "2026-12-02T11:00:00Z"})
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: availability.open_time(owned.provider, longer, DANA))

    assert len(availability.close_time(owned.provider, longer, ADMIN)["closed"]) == 8
    assert "open" not in day_item(table, owned.slots[0].id)


def test_what_is_confirmed_just_before_its_time_is_closed_is_still_booked(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned.hold(owned.slots[0])
    before(monkeypatch, WRITE, lambda: booking.confirm(owned.slots[0], ALICE))

    answer = availability.close_time(owned.provider, MORNING, DANA)

    assert [slot["id"] for slot in answer["still_booked"]] == [owned.slots[0].id]
    assert [slot["id"] for slot in answer["closed"]] == [slot.id for slot in owned.slots[1:]]


@pytest.mark.parametrize("change", [availability.open_time, availability.close_time])
def test_a_block_is_written_after_a_few_conflicts(
    owned: Owned, monkeypatch: pytest.MonkeyPatch, change: Callable[..., object]
) -> None:
    pauses = no_sleep(monkeypatch)
    tomorrow = MORNING.model_copy(update={"start_datetime": "2026-12-02T08:00:00Z"})
    raising(monkeypatch, WRITE, [Conflict()] * 4)

    assert change(owned.provider, tomorrow, DANA)
    assert len(pauses) == 4


def test_a_calendar_that_never_holds_still_is_left_alone(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [thing for thing in stored(table) if thing["SK"].startswith("CAL#")]
    body = block("2026-12-02T22:00:00Z", "2026-12-05T02:00:00Z")
    pauses = no_sleep(monkeypatch)
    for attempt in range(1, 20):
        changed = partial(overwrite, table, Provider.key(owned.provider), calendar_version=attempt + 1)
        before(monkeypatch, WRITE, changed, nth=attempt)

    with pytest.raises(Unavailable):
        availability.open_time(owned.provider, MORNING.model_copy(update=body), ADMIN)
    assert [thing for thing in stored(table) if thing["SK"].startswith("CAL#")] == days
    assert len(pauses) == 7
