"""A reservation puts a hold on a free slot for a limited time."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.model.appointment import booking_id_of
from testkit.api import Api
from testkit.clock import Clock
from testkit.crowd import Patient
from testkit.items import item, stored
from testkit.scenario import NINE, TEN, Booker, Practice, new_client, new_provider, problem
from testkit.users import signed_in


def test_reserving_returns_a_hold_with_its_expiry(api: Api, table: Table) -> None:
    practice = Practice(api, time_zone="Europe/Berlin")

    response = practice.reserve(practice.slots[0])

    stored = item(table, practice.slots[0]) or {}
    assert response.status == 201
    assert response.headers["Location"] == f"/api/appointments/{practice.slots[0]}"
    assert response.json == {
        "id": practice.slots[0],
        "provider_id": practice.provider,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:15:00Z",
        "local_start": "2026-12-02T10:00:00+01:00",
        "status": "held",
        "client_id": practice.client,
        "client_name": "Alice",
        "expires_at": "2026-12-01T08:30:00Z",
        "booking_id": booking_id_of(stored["hold_id"]),
    }
    contact = {"client_email": None, "client_phone": None}
    assert api.get(response.headers["Location"]).json == response.json | contact


def test_reserving_again_returns_200_and_changes_nothing(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    first = practice.reserve(practice.slots[0])
    before = stored(table)
    clock.advance(60)

    again = practice.reserve(practice.slots[0])

    assert (again.status, again.json) == (200, first.json)
    assert "Location" not in again.headers
    assert stored(table) == before


def test_reserving_a_slot_that_the_client_has_booked_returns_its_appointment(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    response = practice.reserve(slot)

    assert (response.status, response.json["status"]) == (200, "confirmed")


def test_a_slot_that_was_never_opened_is_not_found(api: Api, table: Table) -> None:
    practice = Practice(api)
    before = stored(table)

    for time in ("20261202T1000Z", "20261203T0900Z", "20200101T0900Z", "99991231T2345Z", "00010101T0000Z"):
        assert problem(practice.reserve(f"{practice.provider}-{time}")) == (404, "not_found")
    assert problem(practice.reserve("4711-20261202T0900Z")) == (404, "not_found")
    assert stored(table) == before


def test_an_unknown_client_cannot_reserve(api: Api, table: Table) -> None:
    practice = Practice(api)
    before = stored(table)

    assert problem(practice.reserve(practice.slots[0], client=4711)) == (404, "not_found")
    assert stored(table) == before


@pytest.mark.parametrize(
    ("now", "notice", "earliest"),
    [
        ("2026-12-02T09:00:00Z", 0, "2026-12-02T09:15:00Z"),
        ("2026-12-02T09:10:00Z", 0, "2026-12-02T09:15:00Z"),
        ("2026-12-02T08:45:01Z", 15, "2026-12-02T09:15:00Z"),
        ("2026-12-01T09:00:01Z", 24 * 60, "2026-12-02T09:15:00Z"),
    ],
)
def test_reserving_too_soon_returns_the_earliest_start(
    api: Api, table: Table, clock: Clock, *, now: str, notice: int, earliest: str
) -> None:
    practice, alice = Practice(api, min_notice_minutes=notice), Patient()
    clock.now = utc.instant(now)
    before = stored(table)

    response = alice.reserve(practice.slots[0])

    assert problem(response) == (422, "too_soon")
    assert response.json["earliest_start"] == earliest
    assert stored(table) == before
    alice.hold(practice.slots[1])


@pytest.mark.parametrize("who", ["dana", "admin"])
def test_minimum_notice_does_not_bind_the_provider_and_administrators(
    api: Api, clock: Clock, who: str
) -> None:
    practice = Practice(signed_in("dana"), min_notice_minutes=24 * 60)
    booker = Booker(signed_in(who), new_client(signed_in(who)))
    clock.now = utc.instant(NINE) - 1

    assert practice.status(practice.slots[0]) == "closed"
    assert booker.reserve(practice.slots[0]).status == 201
    clock.now = utc.instant(NINE) + 15 * 60
    late = booker.reserve(practice.slots[1])
    assert (problem(late), late.json["earliest_start"]) == ((422, "too_soon"), "2026-12-02T09:30:00Z")


def test_minimum_notice_binds_other_providers(api: Api, clock: Clock) -> None:
    practice = Practice(signed_in("dana"), min_notice_minutes=60)
    clock.now = utc.instant(NINE) - 1

    assert problem(Patient("lee").reserve(practice.slots[0])) == (422, "too_soon")


def test_a_slot_can_be_reserved_until_the_second_before_it_starts(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    clock.now = utc.instant(NINE) - 1

    assert practice.reserve(practice.slots[0]).status == 201


def test_a_hold_ends_when_its_slot_starts_if_that_is_sooner(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    clock.now = utc.instant(NINE) - 600

    assert practice.reserve(practice.slots[0]).json["expires_at"] == NINE
    hold = item(table, practice.slots[0])
    assert hold
    assert hold["expires_at"] == hold["by_kind_sk"] == utc.instant(NINE)


def test_holds_of_several_clients_and_providers_do_not_affect_each_other(api: Api) -> None:
    here, there = Practice(api), Practice(api)

    here.hold(here.slots[0])
    there.hold(there.slots[0], here.client)
    here.hold(here.slots[1], new_client(api))
    assert [here.status(slot) for slot in here.slots[:3]] == ["held", "held", "available"]


def test_an_appointment_keeps_the_client_name_from_its_reservation(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    api.put(f"/api/clients/{practice.client}", {"name": "Hopper"})

    assert api.get(f"/api/appointments/{slot}").json["client_name"] == "Alice"


def test_slots_of_a_deleted_provider_cannot_be_reserved(api: Api) -> None:
    practice = Practice(api)
    practice.close(NINE, TEN)
    assert api.delete(f"/api/providers/{practice.provider}").status == 200

    assert problem(practice.reserve(practice.slots[0])) == (404, "not_found")
    assert new_provider(api) != practice.provider
