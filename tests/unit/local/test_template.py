"""What the local server reads from template.yaml, and what it rejects instead of guessing."""

from typing import Any

import pytest

from local import route_auth, template, user_pool
from local.cors import Cors
from local.errors import CannotRunError
from local.intrinsics import resolved
from local.route_auth import RequiredToken

KNOWN = template.known(
    {"UserPool": "eu-central-1_Example00", "UserPoolClient": "1example", "PagesClient": "2example"}
)
COGNITO = {
    "IdentitySource": "$request.header.Authorization",
    "AuthorizationScopes": ["a"],
    "JwtConfiguration": {"issuer": "https://issuer", "audience": ["b"]},
}
API = {"DefaultAuthorizer": "Cognito", "Authorizers": {"Cognito": COGNITO}}


def test_references_are_resolved_at_any_depth() -> None:
    value = {"a": [{"Fn::Sub": "${X}-${Y}"}], "b": {"Fn::Split": [",", {"Ref": "X"}]}, "c": True}
    assert resolved(value, {"X": "1,2", "Y": "3"}) == {"a": ["1,2-3"], "b": ["1", "2"], "c": True}


def test_a_condition_chooses_between_values() -> None:
    value = {"Fn::If": ["MailIsSent", [{"Ref": "X"}], "no"]}
    assert resolved(value, {"MailIsSent": "true", "X": "yes"}) == ["yes"]
    assert resolved(value, {"MailIsSent": "false"}) == "no"


@pytest.mark.parametrize(("sender", "is_sent"), [("", "false"), ("a@example.com", "true")])
def test_the_templates_conditions_are_known(sender: str, is_sent: str) -> None:
    assert template.known({"MailFrom": sender})["MailIsSent"] == is_sent


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Z"},
        {"Fn::Sub": "${Z}"},
        {"Fn::Sub": ["${X}", {}]},
        {"Fn::Select": [0, ["a"]]},
        {"Fn::If": ["Z", 1, 2]},
        {"a": [{"Fn::GetAtt": ["X", "Arn"]}]},
    ],
)
def test_a_reference_that_cannot_be_resolved_is_reported(value: Any) -> None:
    with pytest.raises(CannotRunError, match=r"template\.yaml"):
        resolved(value, {"X": "1"})


def test_routes_require_the_same_tokens_as_the_deployed_ones() -> None:
    issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example00"
    routes = route_auth.by_route(KNOWN)
    assert routes["GET /api/providers"] is None
    scopes = ("aws.cognito.signin.user.admin",)
    assert routes["GET /api/clients"] == RequiredToken(issuer, ("1example", "2example"), scopes)


@pytest.mark.parametrize(
    ("route", "api", "scopes"),
    [
        ({}, API, ("a",)),
        ({"Authorizer": "Cognito"}, {**API, "DefaultAuthorizer": "Other"}, ("a",)),
        ({"AuthorizationScopes": ["c"]}, API, ("c",)),
        ({"Authorizer": "NONE"}, API, None),
        ({}, {}, None),
    ],
)
def test_a_route_has_the_apis_default_authorizer_unless_it_overrides_it(
    route: Any, api: Any, scopes: tuple[str, ...] | None
) -> None:
    expected = None if scopes is None else RequiredToken("https://issuer", ("b",), scopes)
    assert route_auth.of_route(route, api) == expected


@pytest.mark.parametrize(
    ("route", "api"),
    [
        ({"InvokeRole": "x"}, API),
        ({}, {**API, "EnableIamAuthorizer": True}),
        ({}, {**API, "Authorizers": {"Cognito": {**COGNITO, "FunctionArn": "x"}}}),
        (
            {},
            {**API, "Authorizers": {"Cognito": {**COGNITO, "IdentitySource": "$request.querystring.token"}}},
        ),
    ],
)
def test_an_authorizer_that_is_not_supported_locally_is_reported(route: Any, api: Any) -> None:
    with pytest.raises(CannotRunError, match=r"template\.yaml"):
        route_auth.of_route(route, api)


def test_a_user_pool_property_that_is_not_supported_locally_is_reported() -> None:
    with pytest.raises(CannotRunError, match="LambdaConfig"):
        user_pool.parameters({"LambdaConfig": {}}, {"Policies"}, KNOWN)


def test_cors_can_allow_any_origin() -> None:
    assert Cors({"allowOrigins": ["*"]}).with_response("http://a") == {"access-control-allow-origin": "*"}


def test_a_cors_setting_that_is_not_supported_locally_is_reported() -> None:
    with pytest.raises(CannotRunError, match="allowCredentials"):
        Cors({"allowOrigins": ["http://a"], "allowCredentials": True})
