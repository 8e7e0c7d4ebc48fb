"""Every deployed route has the authorizer, except the routes that are open to anyone."""

from collections.abc import Iterator
from typing import Any

from holdfast.api.permissions import RULES, Access
from tools import transform

AUTHORIZED = [{"Cognito": ["aws.cognito.signin.user.admin"]}]


def operations() -> Iterator[tuple[str, Any]]:
    for path, methods in transform.resources()["Api"]["Properties"]["Body"]["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_only_routes_open_to_anyone_lack_the_authorizer() -> None:
    found = {route: operation["security"] == AUTHORIZED for route, operation in operations()}

    assert found == {route: rule.anyone is Access.NO for route, rule in RULES.items()}


def test_the_authorizer_accepts_tokens_of_this_pool_and_its_clients() -> None:
    schemes = transform.resources()["Api"]["Properties"]["Body"]["components"]["securitySchemes"]
    authorizer = schemes["Cognito"]["x-amazon-apigateway-authorizer"]

    assert authorizer["type"] == "jwt"
    assert authorizer["identitySource"] == "$request.header.Authorization"
    assert authorizer["jwtConfiguration"] == {
        "issuer": {"Fn::Sub": "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${UserPool}"},
        "audience": [{"Ref": "UserPoolClient"}, {"Ref": "PagesClient"}],
    }


def test_every_route_is_throttled_and_only_named_origins_may_call() -> None:
    stage = transform.resources()["ApiApiGatewayDefaultStage"]["Properties"]
    cors = transform.resources()["Api"]["Properties"]["Body"]["x-amazon-apigateway-cors"]

    assert stage["DefaultRouteSettings"].keys() == {"ThrottlingRateLimit", "ThrottlingBurstLimit"}
    assert cors["allowOrigins"] == {"Fn::Split": [",", {"Ref": "AllowedOrigins"}]}
    assert cors["exposeHeaders"] == ["etag", "location", "retry-after"]


def test_each_route_open_to_anyone_has_its_own_throttle() -> None:
    settings = transform.resources()["ApiApiGatewayDefaultStage"]["Properties"]["RouteSettings"]
    limit = {
        "ThrottlingRateLimit": {"Ref": "OpenRateLimit"},
        "ThrottlingBurstLimit": {"Ref": "OpenRateLimit"},
    }

    assert settings == {route: limit for route, rule in RULES.items() if rule.anyone is Access.OPEN}
