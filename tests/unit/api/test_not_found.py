"""A 404 says what was not found. It does not show whether another user has the resource."""

import pytest

from testkit.api import Api, Response
from testkit.scenario import NINE, TEN, Practice, problem, range_body

NOBODYS = 5
CLOSED_SLOT = "20261202T1500Z"


def detail(response: Response) -> str:
    assert problem(response) == (404, "not_found")
    return str(response.json["detail"])


@pytest.mark.parametrize("number", [NOBODYS, "x", 2**60])
def test_a_missing_provider_is_named(api: Api, number: object) -> None:
    path, availability = f"/api/providers/{number}", f"/api/providers/availability/{number}"

    for response in (
        api.get(path),
        api.put(path, {"name": "A"}),
        api.delete(path),
        api.get(availability),
        api.post(availability, range_body(NINE, TEN)),
        api.delete(availability, range_body(NINE, TEN)),
    ):
        assert detail(response) == "No such provider."


@pytest.mark.parametrize("number", [NOBODYS, "x", 2**60])
def test_a_missing_client_is_named(api: Api, number: object) -> None:
    path = f"/api/clients/{number}"

    for response in (api.get(path), api.put(path, {"name": "A"}), api.delete(path)):
        assert detail(response) == "No such client."


@pytest.mark.parametrize("number", [NOBODYS, "x", 2**60])
def test_a_missing_service_is_named(api: Api, number: object) -> None:
    path = f"/api/services/{number}"

    for response in (api.get(path), api.put(path, {"name": "A"}), api.delete(path)):
        assert detail(response) == "No such service."


def test_a_reservation_says_what_is_missing(practice: Practice) -> None:
    never_opened = f"{practice.provider}-20261225T0900Z"
    not_open = f"{practice.provider}-{CLOSED_SLOT}"

    assert detail(practice.reserve(practice.slots[0], NOBODYS)) == "No such client."
    assert detail(practice.reserve(never_opened)) == "No such appointment."
    assert detail(practice.reserve(not_open)) == "No such appointment."
    assert detail(practice.reserve("x")) == "No such appointment."


def test_a_missing_appointment_is_named(practice: Practice) -> None:
    not_open = f"{practice.provider}-{CLOSED_SLOT}"

    assert detail(practice.api.get(f"/api/appointments/{not_open}")) == "No such appointment."
    assert detail(practice.cancel(practice.slots[0])) == "No such appointment."


def test_somebody_elses_client_is_refused_with_the_same_bytes(practice: Practice) -> None:
    bob = Api.signed_in("bob")

    theirs = bob.get(f"/api/clients/{practice.client}")
    assert detail(theirs) == "No such client."
    assert theirs.body == bob.get(f"/api/clients/{NOBODYS}").body
    theirs = bob.put(f"/api/clients/{practice.client}", {"name": "A"})
    assert theirs.body == bob.put(f"/api/clients/{NOBODYS}", {"name": "A"}).body


def test_a_410_says_what_is_known(practice: Practice) -> None:
    response = practice.confirm(practice.slots[0])

    assert problem(response) == (410, "hold_expired")
    assert response.json["detail"] == "You have no live hold of this time: it has lapsed, or there was none."
