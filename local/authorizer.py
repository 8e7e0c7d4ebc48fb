"""Checks the token of a request, as the JWT authorizer of API Gateway does."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt import PyJWKClient, exceptions

from local.route_auth import RequiredToken

Claims = dict[str, Any]

# This format and the message about the audience are AWS's. The other messages are ours.
_INVALID = 'Bearer scope="{scopes}" error="invalid_token" error_description="{why}"'
_WHY: dict[type[Exception], str] = {
    exceptions.InvalidAudienceError: "the token does not have a valid audience",
    exceptions.InvalidIssuerError: "the issuer does not match",
    exceptions.ExpiredSignatureError: "the token has expired",
    exceptions.ImmatureSignatureError: "the token is not valid yet",
}


class Unauthorized(Exception):
    """The token is missing or not valid. The exception's text is the www-authenticate header."""


class Forbidden(Exception):
    """The token is valid, but has none of the required scopes."""


def public_keys(url: str) -> PyJWKClient:
    """Return a client that fetches a user pool's public keys and caches them.

    The client fetches the keys again for a token with an unknown key, but at most every ten seconds.
    """
    return PyJWKClient(url, timeout=5, cooldown_duration=10)


class Authorizer:
    """Checks the token on each route that requires one."""

    def __init__(self, routes: Mapping[str, RequiredToken | None], keys: PyJWKClient) -> None:
        self._routes = routes
        self._keys = keys

    def authorize(self, route_key: str, header: str | None) -> dict[str, Any] | None:
        """Return `requestContext.authorizer`, or None if the route needs no token.

        Raises Unauthorized or Forbidden if the gateway must refuse the request.
        """
        # An unknown route must raise KeyError. It must never count as a route that needs no token.
        if (required := self._routes[route_key]) is None:
            return None
        if not (token := _token(header or "")):
            raise Unauthorized("Bearer")
        try:
            claims = self._claims(token, required)
        except exceptions.PyJWTError as error:
            why = _WHY.get(type(error), "the token is not valid")
            raise Unauthorized(_INVALID.format(scopes=" ".join(required.scopes), why=why)) from error
        scopes = [scope for scope in _scopes(claims) if scope in required.scopes]
        if required.scopes and not scopes:
            raise Forbidden
        return {"jwt": {"claims": {name: _text(claims[name]) for name in claims}, "scopes": scopes or None}}

    def _claims(self, token: str, required: RequiredToken) -> Claims:
        claims = jwt.decode(
            token,
            self._keys.get_signing_key(jwt.get_unverified_header(token).get("kid", "")),
            algorithms=["RS256"],
            issuer=required.issuer,
            options={"require": ["exp"], "verify_aud": False},
        )
        if not set(_audience(claims)) & set(required.audience):
            raise exceptions.InvalidAudienceError
        return claims


def _token(header: str) -> str:
    """Return the token from the header, which need not start with `Bearer`."""
    scheme, _, rest = header.strip().partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else header.strip()


def _audience(claims: Claims) -> list[str]:
    # The gateway checks `client_id` if there is no `aud`. PyJWT's own check cannot do that.
    named = claims["aud"] if "aud" in claims else claims.get("client_id")
    return [each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str)]


def _scopes(claims: Claims) -> list[str]:
    listed = claims.get("scope", claims.get("scp"))
    return listed.split() if isinstance(listed, str) else listed if isinstance(listed, list) else []


def _text(value: object) -> str:
    """Format a claim as the gateway does: booleans in lower case, numbers as digits, lists as `[a b]`."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{' '.join(map(_text, value))}]"
    return str(value)
