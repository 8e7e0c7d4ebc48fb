"""A booking is moved by its client, by its provider or by an administrator."""

import pytest

from testkit.api import Api
from testkit.scenario import Booker, new_client, new_provider, new_service, problem, range_body
from testkit.users import signed_in
from tests.unit.bookings.practices import MORNING


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
