"""A repeated request returns what docs/api.md says."""

import pytest

from testkit import users
from testkit.api import Api
from testkit.scenario import Booker, Practice, new_client, problem

BODIES = {
    "/api/providers": {"name": "A"},
    "/api/services": {"name": "A", "duration_minutes": 45},
    "/api/clients": {"name": "A"},
}


@pytest.mark.parametrize("path", BODIES)
def test_a_repeated_deletion_is_not_found(api: Api, path: str) -> None:
    created = api.post(path, BODIES[path])
    headers = {"If-Match": created.headers["ETag"]}
    assert api.delete(created.headers["Location"], headers=headers).status == 200

    for each in (headers, {}):
        assert problem(api.delete(created.headers["Location"], headers=each)) == (404, "not_found")


@pytest.mark.parametrize("path", BODIES)
def test_a_repeated_change_is_stale_only_with_if_match(api: Api, path: str) -> None:
    created = api.post(path, BODIES[path])
    place, headers = created.headers["Location"], {"If-Match": created.headers["ETag"]}
    assert api.put(place, {"name": "B"}, headers=headers).status == 200

    assert problem(api.put(place, {"name": "B"}, headers=headers)) == (412, "stale")
    assert api.put(place, {"name": "B"}).status == 200


def test_a_repeated_cancellation_cancels_what_is_in_the_slot_by_then(api: Api) -> None:
    dana = Practice(users.signed_in("dana"))
    alice, bob = (Booker(user, new_client(user)) for user in map(users.signed_in, ("alice", "bob")))
    slot = alice.book(dana.slots[0])
    alice.cancel(slot)
    bob.book(slot)

    assert problem(alice.cancel(slot)) == (404, "not_found")
    assert dana.status(slot) == "confirmed"
    assert dana.cancel(slot).status == 200
    assert dana.status(slot) == "available"
