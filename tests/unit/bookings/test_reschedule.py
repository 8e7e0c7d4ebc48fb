"""A confirmed booking can be moved, and keeps its id."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import contents, day_item, item, stored
from testkit.scenario import Booker, Practice, new_client, new_provider, new_service, problem, range_body
from testkit.users import signed_in

MORNING = "2026-12-02T09:00:00Z", "2026-12-02T12:00:00Z"
NIGHT = "2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z"


@pytest.fixture
def morning(api: Api) -> Practice:
    """A provider with twelve open slots, from 09:00 to 12:00."""
    return Practice(api, *MORNING)


def service_of(practice: Practice, *others: int, **fields: object) -> int:
    return new_service(practice.api, practice.provider, *others, **{"start_every_minutes": 15, **fields})


def booked(table: Table) -> dict[str, set[int]]:
    """Return the booked quarters of each day that has any, keyed by provider and date."""
    return {
        f"{pk.partition('#')[2]} {sk[4:]}": each["booked"]
        for (pk, sk), each in contents(table).items()
        if sk.startswith("CAL#") and each.get("booked")
    }


def slots_in(table: Table) -> list[str]:
    return sorted(sk[15:20] for _, sk in contents(table) if sk.startswith("CAL#") and "T" in sk)


def test_a_booking_moves_and_keeps_its_id(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    before = morning.api.get(f"/api/appointments/{slot}").json

    response = morning.reschedule(slot, to)

    assert (response.status, response.json["id"], response.json["status"]) == (200, to, "confirmed")
    assert response.json["booking_id"] == before["booking_id"]
    assert response.headers["ETag"] == '"2"'
    assert morning.status(slot) == "available"
    assert day_item(table, slot)["booked"] == {40}


def test_the_history_says_where_it_came_from(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    booking = morning.reschedule(slot, to).json["booking_id"]

    events = morning.api.get(f"/api/bookings/{booking}/history").json["items"]

    assert [(each["type"], each["id"], each.get("previous_id")) for each in events] == [
        ("confirmed", slot, None),
        ("rescheduled", to, slot),
    ]
    found = morning.api.get(f"/api/bookings/{booking}").json
    assert (found["id"], found["version"], found["status"]) == (to, 2, "confirmed")


@pytest.mark.parametrize(("first", "to"), [(4, 5), (4, 3), (4, 6), (4, 2), (4, 8), (4, 0)])
def test_its_own_quarters_count_as_free(morning: Practice, table: Table, first: int, to: int) -> None:
    service = service_of(morning, buffer_after_minutes=15)
    slot = morning.book(morning.slots[first], service=service)

    assert morning.reschedule(slot, morning.slots[to]).status == 200
    assert day_item(table, slot)["booked"] == {36 + to + n for n in range(4)}
    assert len(slots_in(table)) == 4
    assert morning.cancel(morning.slots[to]).status == 200
    assert (booked(table), slots_in(table)) == ({}, [])


def test_others_quarters_are_not_free(morning: Practice, table: Table) -> None:
    service = service_of(morning)
    slot = morning.book(morning.slots[0], service=service)
    morning.book(morning.slots[5], new_client(morning.api))
    before = stored(table)

    response = morning.reschedule(slot, morning.slots[4])

    assert problem(response) == (409, "taken")
    assert [each["service_id"] for each in response.json["alternatives"]] == [service] * 3
    assert stored(table) == before


def test_a_lapsed_hold_makes_room(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[0])
    morning.hold(morning.slots[1])
    assert problem(morning.reschedule(slot, morning.slots[1])) == (409, "taken")
    clock.advance(1800)

    assert morning.reschedule(slot, morning.slots[1]).status == 200


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        ("20261202T1145Z", (409, "too_short")),
        ("20261202T1300Z", (404, "not_found")),
        ("20261203T0900Z", (404, "not_found")),
        ("20261201T0700Z", (404, "not_found")),
    ],
)
def test_it_needs_open_time(morning: Practice, table: Table, to: str, refusal: tuple[int, str]) -> None:
    slot = morning.book(morning.slots[0], service=service_of(morning))
    before = stored(table)

    assert problem(morning.reschedule(slot, f"{morning.provider}-{to}")) == refusal
    assert stored(table) == before


def test_the_past_is_too_soon(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[8])
    clock.advance(25 * 3600 + 1800)

    assert problem(morning.reschedule(slot, morning.slots[1])) == (422, "too_soon")


def test_its_own_buffer_must_be_open_to_become_part_of_the_visit(morning: Practice) -> None:
    service = service_of(morning, buffer_after_minutes=60)
    slot = morning.book(morning.slots[-3], service=service)  # its buffer begins when the provider closes

    assert problem(morning.reschedule(slot, morning.slots[-2])) == (409, "too_short")


def test_a_booking_in_closed_time_can_move_within_its_own_time(morning: Practice) -> None:
    slot = morning.book(morning.slots[0], service=service_of(morning, duration_minutes=30))
    morning.close("2026-12-02T09:15:00Z", "2026-12-02T09:30:00Z")

    assert morning.reschedule(slot, morning.slots[1]).status == 200


def test_the_grid_and_the_notice_of_now_count(morning: Practice) -> None:
    service = service_of(morning, duration_minutes=60)
    slot = morning.book(morning.slots[0], service=service)
    morning.api.put(f"/api/services/{service}", {"name": "Hourly", "start_every_minutes": 60})

    assert problem(morning.reschedule(slot, morning.slots[1])) == (422, "off_grid")
    assert morning.reschedule(slot, morning.slots[4]).status == 200


def test_it_keeps_the_duration_and_the_buffers_that_were_booked(morning: Practice, table: Table) -> None:
    service = service_of(morning)
    slot = morning.book(morning.slots[0], service=service)
    morning.api.put(f"/api/services/{service}", {"name": "Long", "duration_minutes": 120})

    assert morning.reschedule(slot, morning.slots[4]).json["duration_minutes"] == 45
    assert day_item(table, slot)["booked"] == {40, 41, 42}


def test_it_moves_over_midnight_and_back(api: Api, table: Table) -> None:
    night = Practice(api, *NIGHT)
    service = service_of(night, duration_minutes=60)
    slot = night.book(night.slots[0], service=service)

    assert night.reschedule(slot, night.slots[2]).status == 200
    assert sorted(map(sorted, booked(table).values())) == [[0, 1], [94, 95]]
    assert night.reschedule(night.slots[2], slot).status == 200
    assert list(booked(table).values()) == [{92, 93, 94, 95}]


def test_a_buffer_makes_a_new_day(api: Api, table: Table) -> None:
    night = Practice(api, "2026-12-02T22:00:00Z", "2026-12-03T00:00:00Z")
    service = service_of(night, buffer_after_minutes=30)
    slot = night.book(night.slots[0], service=service)

    assert night.reschedule(slot, night.slots[5]).status == 200
    assert sorted(map(sorted, booked(table).values())) == [[0, 1], [93, 94, 95]]
    assert day_item(table, f"{night.provider}-20261203T0000Z")["time_zone"] == "UTC"


def test_it_moves_to_another_provider_of_the_service(morning: Practice, api: Api, table: Table) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0], service=service_of(morning, other.provider))

    response = morning.reschedule(slot, other.slots[2])

    assert (response.status, response.json["provider_id"]) == (200, other.provider)
    assert booked(table) == {f"{other.provider} 2026-12-02": {38, 39, 40}}


def test_a_provider_who_does_not_provide_the_service_is_refused(morning: Practice, api: Api) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0], service=service_of(morning))

    response = morning.reschedule(slot, other.slots[0])

    assert (problem(response), response.json["errors"][0]["field"]) == ((422, "invalid"), "to")


def test_without_a_service_it_stays_with_its_provider(morning: Practice, api: Api) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, other.slots[0])) == (422, "invalid")


@pytest.mark.parametrize("to", ["", "x", "5", "1-20261202T0907Z", None, 5])
def test_a_malformed_destination_is_refused(morning: Practice, to: Any) -> None:
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, to)) == (422, "invalid")


def test_its_own_slot_is_no_destination(morning: Practice) -> None:
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, slot)) == (422, "invalid")


def test_a_hold_cannot_be_moved(morning: Practice) -> None:
    slot = morning.hold(morning.slots[0])

    assert problem(morning.reschedule(slot, morning.slots[1])) == (409, "not_confirmed")


def test_a_booking_that_has_started_cannot_be_moved(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[0])
    clock.advance(25 * 3600)

    assert problem(morning.reschedule(slot, morning.slots[4])) == (409, "already_started")


def test_a_client_cannot_move_a_booking_after_the_cut_off(api: Api, clock: Clock) -> None:
    practice = Practice(api, *MORNING, cancel_notice_minutes=60)
    alice = signed_in("alice")
    booker = Booker(alice, new_client(alice))
    slot = booker.book(practice.slots[0])
    clock.advance(24 * 3600 + 1)

    refused = booker.reschedule(slot, practice.slots[8])

    assert (problem(refused), refused.json["latest"]) == ((409, "too_late"), "2026-12-02T08:00:00Z")
    assert practice.reschedule(slot, practice.slots[8]).status == 200


def test_an_outdated_version_is_refused(morning: Practice) -> None:
    slot = morning.book(morning.slots[0])
    headers = {"If-Match": '"2"'}

    assert problem(morning.reschedule(slot, morning.slots[1], headers=headers)) == (412, "stale")
    assert morning.reschedule(slot, morning.slots[1], headers={"If-Match": '"1"'}).status == 200


def test_a_repeat_finds_itself_moved(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    first = morning.reschedule(slot, to)
    before = stored(table)

    again = morning.reschedule(slot, to)

    assert (again.status, again.json) == (200, first.json)
    assert stored(table) == before


def test_a_repeat_leaves_the_next_booking_of_the_slot(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)
    morning.book(slot)

    assert morning.reschedule(slot, to).json["id"] == to
    assert morning.status(slot) == "confirmed"


def test_a_repeat_with_its_key_finds_the_booking_wherever_it_stands(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    key = {"Idempotency-Key": "once"}
    booking = morning.reschedule(slot, to, headers=key).json["booking_id"]
    morning.reschedule(to, slot)

    assert morning.reschedule(slot, to, headers=key).json["id"] == slot
    assert morning.reschedule(slot, morning.slots[6]).status == 200
    reused = morning.reschedule(slot, to, headers=key, booking_id=booking)
    assert problem(reused) == (422, "key_reused")


def test_another_booking_in_the_slot_is_left_alone(morning: Practice, table: Table) -> None:
    slot = morning.book(morning.slots[0])
    booking = morning.api.get(f"/api/appointments/{slot}").json["booking_id"]
    before = stored(table)

    assert problem(morning.reschedule(slot, morning.slots[1], booking_id=booking + 1)) == (404, "not_found")
    assert stored(table) == before
    assert morning.reschedule(slot, morning.slots[1], booking_id=booking).status == 200


def test_a_moved_booking_is_in_its_clients_list_at_its_new_place(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)

    listed = morning.api.get("/api/appointments", client_id=morning.client).json["items"]

    assert [each["id"] for each in listed] == [to]


def test_a_client_with_a_moved_booking_cannot_be_deleted(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)
    head = item(table, to) or {}
    del head["by_client_pk"], head["by_client_sk"]
    table.put_item(Item=head)  # the state before the index shows the move

    assert problem(morning.api.delete(f"/api/clients/{morning.client}")) == (409, "in_use")


def test_moving_does_not_evade_the_limit_on_reservations(api: Api) -> None:
    alice = signed_in("alice")
    practice = Practice(api, *MORNING)
    booker = Booker(alice, new_client(alice))
    for number in range(5):
        booker.book(practice.slots[number])
        assert booker.reschedule(practice.slots[number], practice.slots[number + 6]).status == 200

    assert problem(booker.reserve(practice.slots[0])) == (429, "hold_limit")


@pytest.mark.usefixtures("table")
class TestOwners:
    """Dana's provider, Alice's client."""

    @pytest.fixture
    def dana(self) -> Api:
        return signed_in("dana")

    @pytest.fixture
    def slots(self, dana: Api) -> list[str]:
        provider = new_provider(dana)
        opened = dana.post(f"/api/providers/availability/{provider}", range_body(*MORNING)).json["opened"]
        return [each["id"] for each in opened]

    @pytest.fixture
    def booker(self, slots: list[str]) -> Booker:
        alice = signed_in("alice")
        booker = Booker(alice, new_client(alice))
        booker.book(slots[0])
        return booker

    @pytest.mark.parametrize(
        ("user", "role"), [("alice", "client"), ("dana", "provider"), ("admin", "admin")]
    )
    def test_its_client_its_provider_and_administrators_move_it(
        self, booker: Booker, slots: list[str], user: str, role: str
    ) -> None:
        moved = Booker(signed_in(user), 0).reschedule(slots[0], slots[1])

        assert moved.status == 200
        history = booker.api.get(f"/api/bookings/{moved.json['booking_id']}/history").json["items"]
        assert history[-1]["as"] == role

    @pytest.mark.parametrize("user", ["bob", "lee"])
    def test_nobody_else_moves_it_or_learns_of_it(self, booker: Booker, slots: list[str], user: str) -> None:
        stranger = Booker(signed_in(user), 0)
        assert problem(stranger.reschedule(slots[0], slots[1])) == (404, "not_found")
        booker.reschedule(slots[0], slots[1])

        assert problem(stranger.reschedule(slots[0], slots[1])) == (404, "not_found")

    def test_a_provider_moves_it_only_within_her_own_calendar(
        self, booker: Booker, slots: list[str], dana: Api
    ) -> None:
        lees = new_provider(signed_in("lee"))
        opened = (
            signed_in("lee").post(f"/api/providers/availability/{lees}", range_body(*MORNING)).json["opened"]
        )
        admin = signed_in("admin")
        provider = int(slots[0].partition("-")[0])
        service = new_service(admin, provider, lees, duration_minutes=15)
        booker.book(slots[3], service=service)

        assert problem(Booker(dana, 0).reschedule(slots[3], opened[0]["id"])) == (404, "not_found")
        assert booker.reschedule(slots[3], opened[0]["id"]).status == 200
        assert problem(Booker(dana, 0).cancel(opened[0]["id"])) == (404, "not_found")
        assert Booker(signed_in("lee"), 0).cancel(opened[0]["id"]).status == 200
