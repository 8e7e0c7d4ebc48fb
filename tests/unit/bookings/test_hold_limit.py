"""The number of reservations for a client within one hold period is limited."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.settings import settings
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.items import stored
from testkit.scenario import NINE, Booker, Practice, new_client, new_provider, problem, range_body
from testkit.users import signed_in

MAX_HOLDS = 5


@pytest.fixture
def practice(api: Api) -> Practice:
    """An administrator's provider, but a client of Alice, whom the limit binds."""
    practice = Practice(api, NINE, "2026-12-02T20:00:00Z")
    practice.api = signed_in("alice")
    practice.client = new_client(practice.api)
    return practice


def recent_holds(table: Table, client: int) -> list[str]:
    item = table.get_item(Key={"PK": f"CLIENT#{client}", "SK": "PROFILE"})["Item"]
    holds: list[dict[str, str]] = item["recent_holds"]  # type: ignore[assignment]
    return [hold["appointment"] for hold in holds]


def test_a_reservation_over_the_limit_is_told_when_to_retry(
    practice: Practice, table: Table, clock: Clock
) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
        clock.advance(60)
    before = stored(table)

    response = practice.reserve(practice.slots[MAX_HOLDS])

    assert problem(response) == (429, "hold_limit")
    assert response.headers["Retry-After"] == str(HOLD - MAX_HOLDS * 60)
    assert stored(table) == before


def test_retry_after_is_exact_to_the_second(practice: Practice, clock: Clock) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
        clock.advance(7)
    wait = int(practice.reserve(practice.slots[MAX_HOLDS]).headers["Retry-After"])

    clock.advance(wait - 1)
    response = practice.reserve(practice.slots[MAX_HOLDS])
    assert (problem(response), response.headers["Retry-After"]) == ((429, "hold_limit"), "1")
    clock.advance(1)
    practice.hold(practice.slots[MAX_HOLDS])
    # The first hold has just stopped counting. The second hold was made 7 seconds after it.
    assert practice.reserve(practice.slots[MAX_HOLDS + 1]).headers["Retry-After"] == "7"


@pytest.mark.parametrize("ending", ["confirm", "cancel"])
def test_a_confirmed_or_cancelled_hold_counts_for_the_rest_of_its_hold_period(
    practice: Practice, clock: Clock, ending: str
) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
        assert practice.api.post(f"/api/appointments/{ending}/{slot}").status == 200

    assert problem(practice.reserve(practice.slots[MAX_HOLDS])) == (429, "hold_limit")
    clock.advance(HOLD - 1)
    assert problem(practice.reserve(practice.slots[MAX_HOLDS])) == (429, "hold_limit")
    clock.advance(1)
    practice.hold(practice.slots[MAX_HOLDS])


def test_a_hold_cut_short_by_the_start_of_its_slot_counts_for_the_whole_hold_period(
    practice: Practice, clock: Clock
) -> None:
    clock.now = utc.instant(NINE) - 60
    practice.hold(practice.slots[0])
    for slot in practice.slots[4:8]:
        practice.hold(slot)
    clock.advance(60)

    response = practice.reserve(practice.slots[8])

    assert (problem(response), response.headers["Retry-After"]) == ((429, "hold_limit"), str(HOLD - 60))


def test_each_client_has_its_own_limit(practice: Practice) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)

    practice.hold(practice.slots[MAX_HOLDS], new_client(practice.api))


def test_repeating_a_reservation_does_not_count(practice: Practice) -> None:
    for _ in range(3 * MAX_HOLDS):
        practice.reserve(practice.slots[0])

    practice.hold(practice.slots[1])


def test_a_refused_reservation_does_not_count(practice: Practice) -> None:
    taken = practice.hold(practice.slots[0], new_client(practice.api))
    for _ in range(3 * MAX_HOLDS):
        assert practice.reserve(taken).status == 409

    practice.hold(practice.slots[1])


def test_a_reservation_is_forgotten_a_minute_after_its_hold_ends(
    practice: Practice, table: Table, clock: Clock
) -> None:
    practice.hold(practice.slots[0])
    clock.advance(HOLD + 59)
    practice.hold(practice.slots[1])
    assert recent_holds(table, practice.client) == practice.slots[:2]
    clock.advance(1)
    practice.hold(practice.slots[2])
    assert recent_holds(table, practice.client) == practice.slots[1:3]


@pytest.mark.parametrize(("period", "wait"), [("3600", 3600 - 61), ("60", HOLD - 61)])
def test_after_a_change_of_the_hold_period_old_holds_count_until_the_later_end(
    practice: Practice, clock: Clock, monkeypatch: pytest.MonkeyPatch, period: str, wait: int
) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
    monkeypatch.setenv("HOLD_SECONDS", period)
    settings.cache_clear()
    clock.advance(61)

    assert practice.reserve(practice.slots[MAX_HOLDS]).headers["Retry-After"] == str(wait)


def test_a_lowered_limit_waits_until_enough_reservations_stop_counting(
    practice: Practice, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
        clock.advance(100)
    monkeypatch.setenv("MAX_HOLDS_PER_CLIENT", "2")
    settings.cache_clear()

    # A new hold must wait until four of the five no longer count. The fourth was made 200 seconds ago.
    assert practice.reserve(practice.slots[MAX_HOLDS]).headers["Retry-After"] == str(HOLD - 200)


def test_the_limit_does_not_bind_an_administrator(api: Api) -> None:
    front_desk = Practice(api, NINE, "2026-12-02T20:00:00Z")

    assert [front_desk.reserve(slot).status for slot in front_desk.slots[: 2 * MAX_HOLDS]] == [201] * 10


def test_the_limit_does_not_bind_a_provider_in_her_own_time(practice: Practice) -> None:
    dana = signed_in("dana")
    provider = new_provider(dana)
    opened = dana.post(f"/api/providers/availability/{provider}", range_body(NINE, "2026-12-02T20:00:00Z"))
    slots = [each["id"] for each in opened.json["opened"]]
    her_client = Booker(dana, new_client(dana))
    for slot in slots[:MAX_HOLDS]:
        her_client.hold(slot)

    assert her_client.reserve(slots[MAX_HOLDS]).status == 201
    assert problem(her_client.reserve(practice.slots[0])) == (429, "hold_limit")


def test_a_reservation_past_the_limit_does_not_count(practice: Practice, api: Api, clock: Clock) -> None:
    for slot in practice.slots[:MAX_HOLDS]:
        practice.hold(slot)
    clock.advance(HOLD // 2)
    Booker(api, practice.client).hold(practice.slots[MAX_HOLDS])
    clock.advance(HOLD // 2)

    statuses = [practice.reserve(slot).status for slot in practice.slots[MAX_HOLDS + 1 : 2 * MAX_HOLDS + 2]]
    assert statuses == [201] * MAX_HOLDS + [429]


def test_a_client_remembers_at_most_fifty_reservations(api: Api, clock: Clock) -> None:
    front_desk = Practice(api, NINE, "2026-12-02T23:00:00Z")
    clock.advance(10)
    for slot in front_desk.slots[:50]:
        front_desk.hold(slot)

    response = front_desk.reserve(front_desk.slots[50])

    assert problem(response) == (429, "hold_limit")
    assert response.headers["Retry-After"] == str(HOLD + 60)
