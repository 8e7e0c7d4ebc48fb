"""Why a slot cannot be reserved: the fields of the reasons, and who sees which."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.model.footprint import Footprint
from testkit import visits
from testkit.api import Api
from testkit.clock import Clock
from testkit.scenario import NINE, TEN, Practice, new_provider, new_service, problem
from testkit.users import signed_in

alice, bob, dana, admin = map(signed_in, ("alice", "bob", "dana", "admin"))


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    """Open four slots with Dana, who wants an hour's notice."""
    return Practice(dana, NINE, TEN, min_notice_minutes=60)


def reasons(api: Api, slot: str, **query: Any) -> list[dict[str, Any]]:
    response = api.get(f"/api/appointments/why/{slot}", **query)
    assert response.status == 200, response.body
    found: list[dict[str, Any]] = response.json["reasons"]
    return found


def test_nothing_stands_against_an_available_slot(practice: Practice) -> None:
    for api in (alice, bob, dana, admin):
        assert reasons(api, practice.slots[0]) == []


def test_a_hold_says_when_it_ends_and_no_more(practice: Practice) -> None:
    expires_at = practice.reserve(practice.slots[0]).json["expires_at"]

    for api in (alice, bob, dana, admin):
        assert reasons(api, practice.slots[0]) == [{"code": "held", "available_at": expires_at}]


def test_the_notice_says_which_start_it_allows(practice: Practice, clock: Clock) -> None:
    clock.now = utc.instant("2026-12-02T08:10:00Z")

    # It does not bind Dana herself, but clients, whom the response is about.
    for api in (bob, dana, admin):
        assert reasons(api, practice.slots[0]) == [
            {"code": "too_soon", "earliest_start": "2026-12-02T09:15:00Z"}
        ]


def test_every_slot_of_a_visit_is_booked_for_everybody(practice: Practice, table: Table) -> None:
    visits.store(table, visits.visit(Slot.from_id(practice.slots[1]), Footprint(2, 1, 1)))

    for api in (alice, bob, dana, admin):
        for slot in practice.slots:
            assert reasons(api, slot) == [{"code": "booked"}]


def test_only_whose_time_it_is_sees_that_a_taken_slot_is_not_open(practice: Practice) -> None:
    practice.book(practice.slots[0])
    practice.close(NINE, TEN)

    for api, codes in ((alice, ["booked"]), (bob, ["booked"]), (dana, ["booked", "not_open"])):
        assert [reason["code"] for reason in reasons(api, practice.slots[0])] == codes
        assert reasons(api, practice.slots[1]) == [{"code": "not_open"}]


def test_the_reasons_against_a_visit_name_its_length_its_buffer_and_its_grid(practice: Practice) -> None:
    practice.book(practice.slots[1])
    service = new_service(dana, practice.provider, duration_minutes=30, buffer_before_minutes=15)

    found = {
        slot: [reason["code"] for reason in reasons(bob, slot, service_id=service)] for slot in practice.slots
    }
    assert found == dict(
        zip(
            practice.slots,
            [["too_short"], ["booked", "off_grid"], ["no_buffer"], ["off_grid", "too_short"]],
            strict=True,
        )
    )


def test_a_slot_on_a_day_without_open_time_is_not_open(practice: Practice) -> None:
    for date in ("20261203", "20261201"):
        codes = [reason["code"] for reason in reasons(bob, f"{practice.provider}-{date}T0700Z")]
        assert codes == (["not_open"] if date == "20261203" else ["not_open", "past"])


def test_what_does_not_exist_is_not_found(practice: Practice) -> None:
    inactive = new_service(dana, practice.provider, active=False)
    of_others = new_service(admin, new_provider(admin))
    why = f"/api/appointments/why/{practice.slots[0]}"
    for path, query, detail in (
        ("/api/appointments/why/4711-20261202T0900Z", {}, "No such provider."),
        ("/api/appointments/why/nonsense", {}, "No such appointment."),
        ("/api/appointments/why/4711-00010101T0000Z", {}, "No such appointment."),
        ("/api/appointments/why/4711-99991231T2345Z", {}, "No such appointment."),
        (why, {"service_id": 4711}, "No such service."),
        (why, {"service_id": inactive}, "No such service."),
        (why, {"service_id": of_others}, "No such service."),
    ):
        response = bob.get(path, **query)  # type: ignore[arg-type]  # mypy takes the filters for headers
        assert problem(response) == (404, "not_found")
        assert response.json["detail"] == detail
