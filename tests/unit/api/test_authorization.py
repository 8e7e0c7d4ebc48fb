"""A caller's identity and groups come from the token's claims. Some tokens are refused."""

from typing import Any

import pytest

from holdfast.api.authorization import authorize
from holdfast.api.permissions import RULES
from holdfast.core.caller import Caller
from holdfast.core.errors import Forbidden
from holdfast.dynamodb import connection
from local.routes import routes
from testkit.api import Api
from testkit.events import access_claims

CREATE_PROVIDER = "POST /api/providers"


def event(claims: dict[str, str] | None, route: str = CREATE_PROVIDER) -> dict[str, Any]:
    context = {} if claims is None else {"authorizer": {"jwt": {"claims": claims, "scopes": None}}}
    return {"routeKey": route, "requestContext": context}


def test_the_subject_is_the_tokens_sub() -> None:
    assert authorize(event(access_claims("abc", "providers"))) == Caller("abc")


@pytest.mark.parametrize(
    ("groups", "is_admin"),
    [("[admins]", True), ("[admins providers]", True), ("[providers admins]", True), ("[providers]", False)],
)
def test_groups_are_read_as_the_gateway_writes_them(groups: str, *, is_admin: bool) -> None:
    caller = authorize(event(access_claims("abc") | {"cognito:groups": groups}))

    assert caller.is_admin is is_admin
    assert not caller.is_limited


@pytest.mark.parametrize(
    "groups", ["[notadmins]", "[admins-of-nothing]", "admins", "[]", "", "[Admins]", "[admins"]
)
def test_a_malformed_or_unknown_group_is_ignored(groups: str) -> None:
    claims = access_claims("abc") | {"cognito:groups": groups}

    assert authorize(event(claims, "GET /api/clients")) == Caller("abc", is_limited=True)
    with pytest.raises(Forbidden):
        authorize(event(claims))


def test_a_user_named_like_a_group_is_not_in_it() -> None:
    claims = access_claims("admins") | {"username": "admins", "scope": "admins", "groups": "[admins]"}

    assert authorize(event(claims, "GET /api/clients")) == Caller("admins", is_limited=True)


def test_a_route_without_a_rule_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        authorize(event(access_claims("abc", "admins"), "GET /api/secret"))


def bad_claims() -> dict[str, dict[str, str]]:
    good = access_claims("abc", "admins")
    return {
        "an ID token": good | {"token_use": "id"},
        "no token_use": {name: value for name, value in good.items() if name != "token_use"},
        "no sub": {name: value for name, value in good.items() if name != "sub"},
        "an empty sub": good | {"sub": ""},
        "nothing": {},
    }


# The pages know no callers: they are files, the same for everybody.
PAGES = {route.key for route in routes() if route.function == "pages"}


@pytest.mark.parametrize("what", bad_claims())
@pytest.mark.parametrize("route", RULES)
def test_an_unusable_token_is_refused_before_any_read(
    api: Api, monkeypatch: pytest.MonkeyPatch, route: str, what: str
) -> None:
    monkeypatch.setattr(connection, "client", lambda: pytest.fail("DynamoDB was called"))
    method, _, path = route.partition(" ")
    path = path.format(
        token="7-20261202T0900Z~1~x",
        provider_id=1,
        service_id=1,
        client_id=1,
        booking_id=1,
        webhook_id=1,
        delivery_id="5-1",
        appointment_id="1-20261202T0900Z",
        file="x",
    )
    response = Api(bad_claims()[what]).send(method, path, {"name": "x"})

    if route in PAGES:
        assert response == Api(None).send(method, path, {"name": "x"})
    else:
        assert response.status == 403
