"""A reservation with any provider finds one who is free, and a repeat finds the same hold."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from testkit.api import Api, Response
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import contents
from testkit.scenario import NINE, Practice, new_client, new_service, problem

NOON = "2026-12-02T12:00:00Z"


class Team:
    """Three providers, all open from 09:00 to 12:00, who provide one service of 30 minutes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.practices = [Practice(api, NINE, NOON) for _ in range(3)]
        self.ids = [practice.provider for practice in self.practices]
        self.service = new_service(api, *self.ids, duration_minutes=30, start_every_minutes=15)
        self.client = new_client(api)

    def reserve(self, start: str = NINE, key: str | None = None, **more: object) -> Response:
        body = {"service_id": self.service, "start": start, "client_id": self.client, **more}
        headers = {"Idempotency-Key": key} if key else {}
        return self.api.post("/api/appointments/reserve", body, headers=headers)


@pytest.fixture
def team(api: Api) -> Team:
    return Team(api)


def holds(table: Table) -> int:
    return sum(item.get("status") == "held" for item in contents(table).values())


def test_it_takes_a_provider_who_is_free(team: Team) -> None:
    for practice in team.practices[:2]:
        practice.book(practice.slots[1])

    response = team.reserve()

    assert (response.status, response.json["provider_id"]) == (201, team.ids[2])
    assert response.headers["Location"] == f"/api/appointments/{response.json['id']}"
    assert (response.json["service_id"], response.json["duration_minutes"]) == (team.service, 30)


def test_it_prefers_who_has_the_fewest_booked_slots_that_day(team: Team) -> None:
    busy, free, busiest = team.practices
    busy.book(busy.slots[-1])
    busiest.book(busiest.slots[-1])
    busiest.book(busiest.slots[-2])

    assert [team.reserve().json["provider_id"] for _ in range(3)] == [
        free.provider,
        busy.provider,
        busiest.provider,
    ]


def test_provider_ids_narrow_the_choice(team: Team) -> None:
    assert team.reserve(provider_ids=[team.ids[1]]).json["provider_id"] == team.ids[1]
    assert problem(team.reserve(provider_ids=[team.ids[1]])) == (409, "taken")
    assert problem(team.reserve(provider_ids=[5])) == (404, "not_found")


def test_if_nobody_is_free_it_names_starts_of_any_of_them(team: Team) -> None:
    for _ in range(3):
        assert team.reserve().status == 201

    response = team.reserve()

    assert problem(response) == (409, "taken")
    assert len(response.json["alternatives"]) == 3
    assert len({start["provider_id"] for start in response.json["alternatives"]}) > 1
    assert response.json["available_at"] == "2026-12-01T08:30:00Z"


@pytest.mark.parametrize(
    ("start", "refusal"),
    [
        ("2026-12-02T11:45:00Z", (409, "too_short")),
        ("2026-12-02T13:00:00Z", (404, "not_found")),
        ("2026-12-05T09:00:00Z", (404, "not_found")),
        ("2026-12-02T09:07:00Z", (422, "invalid")),
        ("2026-12-02 09:00", (422, "invalid")),
    ],
)
def test_it_refuses_what_nobody_offers(team: Team, start: str, refusal: tuple[int, str]) -> None:
    assert problem(team.reserve(start)) == refusal


def test_the_past_is_too_soon(team: Team, clock: Clock) -> None:
    clock.advance(25 * 3600 + 1)

    assert problem(team.reserve()) == (422, "too_soon")


def test_an_inactive_service_is_not_found(team: Team) -> None:
    team.api.put(f"/api/services/{team.service}", {"name": "Closed", "active": False})

    assert problem(team.reserve()) == (404, "not_found")


def test_a_repeat_finds_its_hold_whoever_is_free_now(team: Team, table: Table) -> None:
    first = team.reserve(key="once")
    team.practices[0].book(team.practices[0].slots[-1])

    again = team.reserve(key="once")

    assert (again.status, again.json) == (200, first.json)
    assert holds(table) == 1


def test_a_repeat_after_the_hold_has_ended_holds_nothing(team: Team, table: Table) -> None:
    first = team.reserve(key="once").json["id"]
    team.practices[0].cancel(first)

    assert problem(team.reserve(key="once")) == (410, "hold_expired")
    assert holds(table) == 0


def test_a_repeat_finds_the_booking_after_it_was_moved(team: Team) -> None:
    first = team.reserve(key="once").json["id"]
    team.practices[0].confirm(first)
    to = first.replace("T0900Z", "T1000Z")
    team.practices[0].reschedule(first, to)

    assert team.reserve(key="once").json["id"] == to


def test_a_lost_response_never_buys_a_second_hold(
    team: Team, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    with monkeypatch.context() as lost:
        raising(lost, WRITE, [Unavailable()], applied=True)
        assert problem(team.reserve(key="once")) == (503, "unavailable")

    assert team.reserve(key="once").status == 200
    assert holds(table) == 1


def test_it_looks_again_if_somebody_is_free_again(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another client takes the only free time just before the write, and gives it back before the refusal."""
    no_sleep(monkeypatch)
    *busy, last = team.practices
    for practice in busy:
        practice.book(practice.slots[0])
    before(monkeypatch, WRITE, lambda: last.hold(last.slots[0]))
    before(monkeypatch, "batch_get_item", lambda: last.cancel(last.slots[0]), nth=4)

    assert team.reserve().status == 201


def test_the_same_key_with_another_wish_is_refused(team: Team) -> None:
    team.reserve(key="once")

    response = team.reserve("2026-12-02T10:00:00Z", key="once")

    assert problem(response) == (422, "key_reused")
