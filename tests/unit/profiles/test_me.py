"""What the API tells users about themselves and about a provider's owner."""

import pytest

from holdfast.api.permissions import RULES, Access
from testkit.api import Api
from testkit.first_view import file_of
from testkit.links import token_of
from testkit.scenario import Practice, new_client, new_feed, new_provider, new_service, problem
from testkit.users import signed_in

SUB = "a3d4c862-5041-70a1-2c1e-0123456789ab"


def test_a_new_user_owns_nothing(api: Api) -> None:
    response = signed_in("bob").get("/api/me")

    assert response.json == {"sub": "bob", "groups": [], "provider_ids": [], "client_ids": []}


def test_users_learn_their_clients_and_their_own_provider(api: Api) -> None:
    dana = signed_in("dana")
    provider, clients = new_provider(dana), sorted(new_client(dana) for _ in range(3))
    new_client(signed_in("alice"))

    me = dana.get("/api/me").json
    assert me == {"sub": "dana", "groups": ["providers"], "provider_ids": [provider], "client_ids": clients}


def test_users_learn_the_providers_that_an_administrator_made_for_them(api: Api) -> None:
    admin, user = Api.signed_in("admin", "admins"), Api.signed_in(SUB, "providers")
    made = [admin.post("/api/providers", {"name": name, "owner": SUB}).json["id"] for name in ("A", "B")]
    own = new_provider(user)

    assert user.get("/api/me").json["provider_ids"] == sorted([*made, own])
    assert admin.get("/api/me").json["provider_ids"] == []


def test_what_was_deleted_is_not_listed(api: Api) -> None:
    admin, user = Api.signed_in("admin", "admins"), Api.signed_in(SUB, "providers")
    made = admin.post("/api/providers", {"name": "A", "owner": SUB}).headers["Location"]
    client = user.post("/api/clients", {"name": "A"}).headers["Location"]
    for path in (made, client):
        assert user.delete(path).status == 200

    me = user.get("/api/me").json
    assert (me["provider_ids"], me["client_ids"]) == ([], [])


def test_a_repeated_creation_for_an_owner_lists_one_provider(api: Api) -> None:
    admin, user = Api.signed_in("admin", "admins"), Api.signed_in(SUB, "providers")
    key = {"Idempotency-Key": "one"}

    created = [admin.post("/api/providers", {"name": "A", "owner": SUB}, headers=key) for _ in range(2)]
    assert [response.status for response in created] == [201, 200]
    assert user.get("/api/me").json["provider_ids"] == [created[0].json["id"]]


def test_a_provider_made_again_for_another_owner_is_no_longer_the_first_owners(api: Api) -> None:
    admin, key = Api.signed_in("admin", "admins"), {"Idempotency-Key": "one"}
    other = "5b1c7d3f-5041-70a1-2c1e-5b1c7d3f0001"
    first = admin.post("/api/providers", {"name": "A", "owner": SUB}, headers=key)
    assert admin.delete(first.headers["Location"]).status == 200

    again = admin.post("/api/providers", {"name": "A", "owner": other}, headers=key)
    assert again.json["id"] == first.json["id"]
    for owner, owned in ((SUB, []), (other, [first.json["id"]])):
        assert Api.signed_in(owner, "providers").get("/api/me").json["provider_ids"] == owned


def test_groups_are_those_that_give_a_role(api: Api) -> None:
    me = Api.signed_in("kim", "providers", "staff", "admins").get("/api/me").json

    assert me["groups"] == ["admins", "providers"]


def test_an_account_shows_the_owner_and_the_version(api: Api) -> None:
    dana = signed_in("dana")
    provider = new_provider(dana)
    path = f"/api/providers/{provider}"

    for caller in (dana, Api.signed_in("admin", "admins")):
        response = caller.get(f"/api/providers/account/{provider}")
        assert response.json == api.get(path).json | {"email": None, "owner": "dana"}
        assert response.headers["ETag"] == api.get(path).headers["ETag"]


def test_an_account_of_somebody_else_is_not_found(api: Api) -> None:
    provider, lee = new_provider(signed_in("dana")), signed_in("lee")

    response = lee.get(f"/api/providers/account/{provider}")
    assert problem(response) == (404, "not_found")
    assert response.body == lee.get("/api/providers/account/5").body


@pytest.mark.parametrize("route", [route for route, rule in RULES.items() if rule.anyone is Access.OPEN])
def test_no_open_route_shows_an_owner(api: Api, route: str) -> None:
    owner = "5b1c7d3f-5041-70a1-2c1e-5b1c7d3f0001"  # not used in the OpenAPI document
    practice = Practice(Api.signed_in(owner, "providers"), email="dana@canary.example")
    service = new_service(practice.api, practice.provider, duration_minutes=15)
    first, second = practice.slots[:2]
    token = token_of(practice.hold(first, service=service))
    method, _, path = route.partition(" ")
    known = {"provider_id": practice.provider, "service_id": service, "token": token}
    calendar = new_feed(practice.api, provider_id=practice.provider)
    path = path.format(**known, file=calendar if "calendars" in route else file_of(route))
    if route.endswith("/reschedule"):
        practice.confirm(first)

    response = Api(None).send(method, path, {"to": second} if "/api/" in path else f"to={second}")

    assert response.status in {200, 302, 303}
    assert owner not in response.body
    assert "canary" not in response.body
