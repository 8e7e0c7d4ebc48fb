"""What the gateway's JWT authorizer does with a request, before any function sees it."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt import exceptions

from local.access import Authorizer
from local.keys import Keys

Claims = dict[str, Any]

# AWS documents the shape of this and the text for the audience; the other texts are ours.
_INVALID = 'Bearer scope="{scopes}" error="invalid_token" error_description="{why}"'
_WHY: dict[type[Exception], str] = {
    exceptions.InvalidAudienceError: "the token does not have a valid audience",
    exceptions.InvalidIssuerError: "the issuer does not match",
    exceptions.ExpiredSignatureError: "the token has expired",
    exceptions.ImmatureSignatureError: "the token is not valid yet",
}


class Unauthorized(Exception):
    """No token, or none that is any good; its text is the www-authenticate header."""


class Forbidden(Exception):
    """A good token without the scope."""


class Gate:
    """Checks the token of each route that has an authorizer."""

    def __init__(self, routes: Mapping[str, Authorizer | None], keys: Keys) -> None:
        self._routes = routes
        self._keys = keys

    def authorize(self, route_key: str, header: str | None) -> dict[str, Any] | None:
        """Return the context's `authorizer`, None for an open route; raise Unauthorized, Forbidden."""
        # A route that the template does not name is not served: a KeyError, never an open door.
        if (authorizer := self._routes[route_key]) is None:
            return None
        if not (token := _token(header or "")):
            raise Unauthorized("Bearer")
        try:
            claims = self._claims(token, authorizer)
        except exceptions.PyJWTError as error:
            why = _WHY.get(type(error), "the token is not valid")
            raise Unauthorized(_INVALID.format(scopes=" ".join(authorizer.scopes), why=why)) from error
        scopes = [scope for scope in _scopes(claims) if scope in authorizer.scopes]
        if authorizer.scopes and not scopes:
            raise Forbidden
        return {"jwt": {"claims": {name: _text(claims[name]) for name in claims}, "scopes": scopes or None}}

    def _claims(self, token: str, authorizer: Authorizer) -> Claims:
        key = self._keys.get(jwt.get_unverified_header(token).get("kid", ""))
        if key is None:
            raise exceptions.InvalidKeyError
        claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=authorizer.issuer,
            options={"require": ["exp"], "verify_aud": False},
        )
        if not set(_audience(claims)) & set(authorizer.audience):
            raise exceptions.InvalidAudienceError
        return claims


def _token(header: str) -> str:
    """Read the header as the gateway does, which takes a token without `Bearer` as well."""
    scheme, _, rest = header.strip().partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else header.strip()


def _audience(claims: Claims) -> list[str]:
    # `client_id` counts only where there is no `aud`: PyJWT's own check knows nothing of it.
    named = claims["aud"] if "aud" in claims else claims.get("client_id")
    return [each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str)]


def _scopes(claims: Claims) -> list[str]:
    listed = claims.get("scope", claims.get("scp"))
    return listed.split() if isinstance(listed, str) else listed if isinstance(listed, list) else []


def _text(value: object) -> str:
    """Write a claim as the gateway hands it on: numbers as digits, lists in brackets with spaces between."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{' '.join(map(_text, value))}]"
    return str(value)
