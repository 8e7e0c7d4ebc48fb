"""A link shows, confirms, moves and cancels one booking, without signing in."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from testkit.api import Api, Response
from testkit.clock import HOLD, Clock
from testkit.items import claims, item, stored
from testkit.layer_scenario import Owned
from testkit.links import token_of
from testkit.scenario import NINE, TEN, Practice, new_client, new_service, problem, range_body
from testkit.users import signed_in

anyone = Api(None)

START = utc.instant(NINE)


def at(token: str, action: str = "", body: Any = None) -> Response:
    path = f"/api/links/{token}"
    return anyone.post(f"{path}/{action}", body) if action else anyone.get(path)


def move(token: str, to: Slot | str) -> Response:
    return at(token, "reschedule", {"to": to if isinstance(to, str) else to.id})


@pytest.fixture
def held(owned: Owned) -> str:
    """The token of Alice's hold on the first slot."""
    return token_of(owned.hold(owned.slots[0]).id)


@pytest.fixture
def booked(owned: Owned) -> str:
    """The token of Alice's appointment in the first slot."""
    return token_of(owned.book(owned.slots[0]).id)


def test_the_link_of_a_hold_shows_what_its_owner_sees_and_until_when_to_confirm(
    owned: Owned, held: str
) -> None:
    slot = owned.slots[0].id
    seen = signed_in("alice").get(f"/api/appointments/{slot}").json
    contact = {"client_email", "client_phone"}

    assert at(held).json == {name: value for name, value in seen.items() if name not in contact} | {
        "provider_name": "Dr. Dana",
        "time_zone": "UTC",
        "confirm_until": "2026-12-01T08:30:00Z",
        "actions": ["confirm", "cancel"],
    }


def test_the_link_of_an_appointment_names_its_service(api: Api) -> None:
    practice = Practice(api, time_zone="Europe/Berlin")
    service = new_service(api, practice.provider, duration_minutes=30)
    token = token_of(practice.book(practice.slots[0], service=service))

    shown = at(token).json

    assert shown["service_name"] == "Consultation"
    assert (shown["service_id"], shown["duration_minutes"]) == (service, 30)
    assert (shown["status"], shown["time_zone"]) == ("confirmed", "Europe/Berlin")
    assert shown["actions"] == ["reschedule", "cancel"]
    assert not {"latest", "confirm_until", "expires_at"} & shown.keys()


def test_a_deleted_service_has_no_name(api: Api) -> None:
    practice = Practice(api)
    service = new_service(api, practice.provider, duration_minutes=30)
    token = token_of(practice.book(practice.slots[0], service=service))
    assert api.delete(f"/api/services/{service}").status == 200

    assert at(token).json["service_name"] is None


def test_looking_changes_nothing(owned: Owned, held: str, table: Table) -> None:
    before = stored(table)

    for path in (f"/api/links/{held}", f"/links/{held}"):
        assert anyone.get(path).status == 200
    assert stored(table) == before


def test_a_link_confirms_and_a_second_time_returns_the_same(owned: Owned, held: str) -> None:
    first, second = (at(held, "confirm") for _ in range(2))

    assert first.json["status"] == "confirmed"
    assert (first.status, first.json) == (second.status, second.json) == (200, first.json)


def test_a_link_cancels_a_hold_or_an_appointment_and_ends_with_it(owned: Owned, table: Table) -> None:
    for take in (owned.hold, owned.book):
        token = token_of(take(owned.slots[0]).id)
        assert (at(token, "cancel").status, item(table, owned.slots[0].id)) == (200, None)
        assert problem(at(token, "cancel")) == problem(at(token)) == (404, "not_found")


def test_a_link_moves_an_appointment_and_a_second_time_returns_the_same(owned: Owned, booked: str) -> None:
    first, second = (move(booked, owned.slots[2]) for _ in range(2))

    assert (first.status, first.json["id"]) == (200, owned.slots[2].id)
    assert (second.status, second.json) == (200, first.json)
    assert at(booked).json["id"] == owned.slots[2].id


@pytest.mark.parametrize("user", ["alice", "dana", "admin"])
def test_a_link_survives_every_move(owned: Owned, booked: str, user: str) -> None:
    first, second, third, _ = owned.slots
    for slot, to in ((first, second), (second, third), (third, first), (first, second)):
        path = f"/api/appointments/reschedule/{slot.id}"
        assert signed_in(user).post(path, {"to": to.id}).status == 200
        assert at(booked).json["id"] == to.id
    assert token_of(second.id).rpartition("~")[2] == booked.rpartition("~")[2]
    assert at(booked, "cancel").status == 200


def test_a_link_that_was_made_after_a_move_is_another_way_to_the_same_booking(
    owned: Owned, booked: str
) -> None:
    move(booked, owned.slots[1])
    later = token_of(owned.slots[1].id)
    move(later, owned.slots[2])

    assert at(later).json == at(booked).json


def test_a_link_gives_no_other_booking(owned: Owned, booked: str, table: Table) -> None:
    slot, number, secret = token_of(owned.book(owned.slots[1]).id).split("~")
    of_first = booked.split("~")

    for token in (
        "~".join([of_first[0], number, of_first[2]]),
        "~".join([of_first[0], of_first[1], secret]),
        "~".join([slot, number, of_first[2]]),
        "~".join([slot, of_first[1], secret]),
    ):
        before = stored(table)
        for action in ("", "confirm", "cancel"):
            assert problem(at(token, action)) == (404, "not_found")
        assert problem(move(token, owned.slots[3])) == (404, "not_found")
        assert stored(table) == before


def test_the_slot_in_a_token_only_says_where_to_look_first(owned: Owned, booked: str) -> None:
    """Whoever changes it has the secret, and gets what the secret opens."""
    _, number, secret = booked.split("~")

    assert at(f"{owned.slots[3].id}~{number}~{secret}").json == at(booked).json


def test_a_repeated_reservation_keeps_the_secret(practice: Practice, table: Table) -> None:
    practice.reserve(practice.slots[0], key="one")
    before = item(table, practice.slots[0])
    assert practice.reserve(practice.slots[0], key="one").status == 200

    assert item(table, practice.slots[0]) == before


def test_the_parts_of_a_visit_have_no_secret(practice: Practice, table: Table) -> None:
    service = new_service(practice.api, practice.provider, duration_minutes=60)
    practice.book(practice.slots[0], service=service)

    assert [slot.id for slot, each in claims(table).items() if "secret" in each] == practice.slots[:1]


def test_a_booking_without_a_secret_has_no_link(owned: Owned, booked: str, table: Table) -> None:
    """It was stored before there were links."""
    key = {name: claims(table)[owned.slots[0]][name] for name in ("PK", "SK")}
    table.update_item(Key=key, UpdateExpression="REMOVE secret")

    assert problem(at(booked)) == (404, "not_found")


def test_the_history_says_that_a_link_did_it(owned: Owned, held: str, table: Table) -> None:
    at(held, "confirm")
    move(held, owned.slots[1])
    booking = at(held).json["booking_id"]
    at(held, "cancel")

    history = signed_in("dana").get(f"/api/bookings/{booking}/history").json["items"]

    assert [(event["type"], event["as"]) for event in history] == [
        ("confirmed", "link"),
        ("rescheduled", "link"),
        ("cancelled", "link"),
    ]
    assert {each["by"] for each in stored(table) if "by" in each} == {"alice"}


def test_a_move_to_time_that_is_not_open_is_refused_and_the_link_lives(owned: Owned, booked: str) -> None:
    closed = f"{owned.provider}-20261202T1500Z"

    refused = move(booked, closed)

    assert (problem(refused), refused.json["detail"]) == ((404, "not_found"), "No such appointment.")
    assert at(booked).json["id"] == owned.slots[0].id


def test_a_move_to_taken_time_is_refused(owned: Owned, booked: str) -> None:
    owned.hold(owned.slots[1])

    assert problem(move(booked, owned.slots[1])) == (409, "taken")


@pytest.mark.parametrize("number", [0, 1])
def test_a_hold_cannot_be_moved(owned: Owned, held: str, number: int) -> None:
    assert problem(move(held, owned.slots[number])) == (409, "not_confirmed")


def test_a_hold_of_closed_time_cannot_be_confirmed(owned: Owned, held: str) -> None:
    path = f"/api/providers/availability/{owned.provider}"
    assert signed_in("dana").delete(path, range_body(NINE, TEN)).status == 200

    assert problem(at(held, "confirm")) == (409, "slot_withdrawn")
    assert at(held).status == 200


def test_a_started_appointment_is_shown_and_stays(owned: Owned, booked: str, clock: Clock) -> None:
    clock.now = START

    assert at(booked).json["actions"] == []
    assert problem(at(booked, "cancel")) == (409, "already_started")
    assert problem(move(booked, owned.slots[2])) == (409, "already_started")


@pytest.mark.parametrize("user", ["alice", "dana", "admin"])
def test_the_cut_off_binds_a_link_whoever_made_the_client(table: Table, clock: Clock, user: str) -> None:
    practice = Practice(signed_in("dana"), cancel_notice_minutes=60)
    booker = signed_in(user)
    client = new_client(booker)
    slot = practice.slots[0]
    booker.post(f"/api/appointments/reserve/{slot}", {"client_id": client})
    booker.post(f"/api/appointments/confirm/{slot}")
    token = token_of(slot)

    clock.now = START - 3600
    assert (at(token).json["latest"], at(token).json["actions"]) == (
        "2026-12-02T08:00:00Z",
        ["reschedule", "cancel"],
    )
    clock.now += 1
    assert at(token).json["actions"] == []
    for refused in (at(token, "cancel"), move(token, practice.slots[3])):
        assert (problem(refused), refused.json["latest"]) == ((409, "too_late"), "2026-12-02T08:00:00Z")


def test_the_cut_off_does_not_bind_a_hold(table: Table, clock: Clock) -> None:
    practice = Practice(signed_in("dana"), cancel_notice_minutes=60)
    clock.now = START - 1800
    token = token_of(practice.hold(practice.slots[0]))

    assert "latest" not in at(token).json
    assert at(token, "cancel").status == 200


def test_the_notice_binds_a_link_whoever_made_the_client(table: Table, clock: Clock) -> None:
    practice = Practice(signed_in("dana"), min_notice_minutes=60)
    token = token_of(practice.book(practice.slots[0]))
    clock.now = START - 1800

    assert problem(move(token, practice.slots[1])) == (422, "too_soon")
    assert move(token, practice.slots[2]).status == 200


def test_the_link_of_a_visit_that_is_long_over_still_shows_it(
    owned: Owned, booked: str, table: Table, clock: Clock
) -> None:
    """TTL has deleted the day, so the time zone comes from the provider."""
    clock.now = START + 40 * utc.DAY
    key = {"PK": f"PROVIDER#{owned.provider}", "SK": "CAL#2026-12-02"}
    table.delete_item(Key=key)

    shown = at(booked).json

    assert (shown["status"], shown["actions"], shown["time_zone"]) == ("confirmed", [], "UTC")


def test_a_hold_that_lapses_between_the_look_and_the_request_is_dead(
    owned: Owned, held: str, clock: Clock
) -> None:
    assert at(held).status == 200
    clock.advance(HOLD)

    assert problem(at(held, "confirm")) == (404, "not_found")


def test_links_are_neither_cached_nor_indexed_nor_passed_on(owned: Owned, held: str) -> None:
    for response in (at(held), at("x"), at(held, "confirm"), move(held, "x"), anyone.get(f"/links/{held}")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex"
