"""Reads from template.yaml which token each route requires."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local import template
from local.errors import CannotRunError
from local.intrinsics import resolved
from local.routes import routes

_SOURCE = "$request.header.Authorization"


@dataclass(frozen=True)
class RequiredToken:
    """What a token must have: this issuer, one of `audience`, and one of `scopes` if there are any."""

    issuer: str
    audience: tuple[str, ...]
    scopes: tuple[str, ...]


def by_route(known: Mapping[str, str]) -> dict[str, RequiredToken | None]:
    """Return the token that each route requires, by route key. None means that the route needs no token."""
    apis = resolved(_auth_of_apis(), known)
    return {route.key: of_route(route.auth, apis[route.api]) for route in routes()}


def _auth_of_apis() -> dict[str, Any]:
    apis = template.resources("AWS::Serverless::HttpApi")
    return {name: properties.get("Auth", {}) for name, properties in apis.items()}


def of_route(own: Mapping[str, Any], api: Mapping[str, Any]) -> RequiredToken | None:
    _only({"Authorizer", "AuthorizationScopes"}, own)
    _only({"DefaultAuthorizer", "Authorizers"}, api)
    name = own.get("Authorizer", api.get("DefaultAuthorizer", "NONE"))
    if name == "NONE":
        return None
    shared = api["Authorizers"][name]
    _only({"IdentitySource", "AuthorizationScopes", "JwtConfiguration"}, shared)
    if shared["IdentitySource"] != _SOURCE:
        raise CannotRunError(f"template.yaml: local tokens come only from {_SOURCE}")
    scopes = own.get("AuthorizationScopes", shared.get("AuthorizationScopes", []))
    configuration = shared["JwtConfiguration"]
    return RequiredToken(configuration["issuer"], tuple(configuration["audience"]), tuple(scopes))


def _only(known: set[str], properties: Mapping[str, Any]) -> None:
    # Reject unknown properties, because they might restrict which tokens are accepted.
    if unknown := properties.keys() - known:
        raise CannotRunError(f"template.yaml: local/route_auth.py does not know {', '.join(sorted(unknown))}")
