"""Every link that opens nothing gets the same response, whatever the reason."""

from collections.abc import Callable
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from testkit.api import Api, Response
from testkit.clock import HOLD, Clock
from testkit.items import erase, stored
from testkit.layer_scenario import Owned, new_client, new_hold
from testkit.links import link_to, token_of
from testkit.users import ALICE, BOB, signed_in

anyone = Api(None)

UNKNOWN = f"4000000000000001-20261202T0900Z~4000000000000001~{'A' * 22}"
REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "/api/links/{}", None),
    ("POST", "/api/links/{}/confirm", None),
    ("POST", "/api/links/{}/cancel", None),
    ("POST", "/api/links/{}/reschedule", {"to": "1-20261202T1000Z"}),
    ("GET", "/links/{}", None),
    ("POST", "/links/{}/confirm", None),
    ("POST", "/links/{}/cancel", None),
    ("POST", "/links/{}/reschedule", "to=1-20261202T1000Z"),
]


class Case:
    """Each method makes a link that opens nothing, and returns its token. The first slot is used."""

    def __init__(self, owned: Owned, table: Table, clock: Clock) -> None:
        self.owned, self.table, self.clock = owned, table, clock
        self.slot = owned.slots[0]

    def held(self) -> str:
        return token_of(self.owned.hold(self.slot).id)

    def booked(self) -> str:
        return token_of(self.owned.book(self.slot).id)

    def cancel(self) -> None:
        assert signed_in("alice").post(f"/api/appointments/cancel/{self.slot.id}").status == 200

    def malformed(self) -> str:
        return "m4rk3r"

    def truncated(self) -> str:
        return self.booked()[:-1]

    def too_long(self) -> str:
        return self.booked() + "A" * 500

    def with_other_characters(self) -> str:
        return self.booked()[:-1] + "%22"

    def with_a_newline(self) -> str:
        return self.booked() + "%0A"

    def of_an_unknown_provider(self) -> str:
        link = link_to(self.owned.book(self.slot).id)
        return link.token.replace(str(self.slot.provider_id), "4000000000000001").replace(
            str(link.booking_id), "4000000000000001"
        )

    def with_a_guessed_secret(self) -> str:
        return self.booked()[:-22] + "A" * 22

    def with_a_guessed_secret_of_a_hold(self) -> str:
        return self.held()[:-22] + "A" * 22

    def with_a_guessed_secret_after_a_move(self) -> str:
        token = self.booked()
        path = f"/api/appointments/reschedule/{self.slot.id}"
        assert signed_in("alice").post(path, {"to": self.owned.slots[2].id}).status == 200
        return token[:-22] + "A" * 22

    def of_a_free_slot(self) -> str:
        return f"{self.slot.id}~4000000000000001~{'A' * 22}"

    def of_a_lapsed_hold(self) -> str:
        token = self.held()
        self.clock.advance(HOLD)
        return token

    def of_a_swept_hold(self) -> str:
        token = self.of_a_lapsed_hold()
        erase(self.table, self.slot.id)
        return token

    def of_a_cancelled_hold(self) -> str:
        token = self.held()
        self.cancel()
        return token

    def of_a_cancelled_appointment(self) -> str:
        token = self.booked()
        self.cancel()
        return token

    def of_an_appointment_that_was_booked_again(self) -> str:
        token = self.of_a_cancelled_appointment()
        self.booked()
        return token

    def of_a_hold_that_was_made_again(self) -> str:
        token = self.of_a_cancelled_hold()
        self.held()
        return token

    def of_a_hold_that_was_taken_over(self) -> str:
        token = self.of_a_lapsed_hold()
        new_hold(self.slot, new_client(BOB), BOB)
        return token

    def of_an_appointment_cancelled_after_a_move(self) -> str:
        token = self.booked()
        path = f"/api/appointments/reschedule/{self.slot.id}"
        assert signed_in("alice").post(path, {"to": self.owned.slots[2].id}).status == 200
        self.slot = self.owned.slots[2]
        self.cancel()
        return token

    def of_a_part(self) -> str:
        visit = self.owned.service(30)
        new_hold(self.slot, self.owned.client, ALICE, visit)
        part = self.owned.slots[1].id
        return f"{part}~4000000000000001~{'A' * 22}"

    def whose_newest_event_has_expired(self) -> str:
        """It was moved to an earlier time, so that its confirmation is remembered longer than the move."""
        self.slot = self.owned.slots[3]
        token = self.booked()
        path = f"/api/appointments/reschedule/{self.slot.id}"
        assert signed_in("alice").post(path, {"to": self.owned.slots[0].id}).status == 200
        self.table.delete_item(
            Key=keys.booking_event(link_to(self.owned.slots[0].id).booking_id, 2)._asdict()
        )
        self.clock.advance(400 * DAY)
        return token


CASES = [make for name, make in vars(Case).items() if name.split("_")[0] in {"of", "with", "whose"}] + [
    Case.malformed,
    Case.truncated,
    Case.too_long,
]


def seen(response: Response) -> tuple[int, dict[str, str], str]:
    return response.status, dict(response.headers), response.body


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_dead_link_looks_as_one_that_never_existed_and_changes_nothing(
    owned: Owned, table: Table, clock: Clock, make: Callable[[Case], str]
) -> None:
    token = make(Case(owned, table, clock))
    before = stored(table)

    for method, path, body in REQUESTS:
        never = anyone.send(method, path.format(UNKNOWN), body)
        assert never.status == 404
        assert seen(anyone.send(method, path.format(token), body)) == seen(never)
    assert stored(table) == before


def test_the_response_says_no_more_than_that_there_is_no_such_link(owned: Owned) -> None:
    assert anyone.get(f"/api/links/{UNKNOWN}").json == {
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "No such link.",
    }
    assert anyone.get(f"/links/{UNKNOWN}").headers["Content-Type"] == "text/html; charset=utf-8"
