"""Authorization of requests, from the claims that the gateway's JWT authorizer passes on."""

from collections.abc import Mapping
from typing import Any

from holdfast.api.permissions import RULES, Access, Role
from holdfast.core.caller import Caller
from holdfast.core.errors import Forbidden

_GROUPS = {"admins": Role.ADMIN, "providers": Role.PROVIDER}  # the more powerful group first


def authorize(event: Mapping[str, Any]) -> Caller:
    """Return the caller who sent the event.

    Raises Forbidden if the token is not an access token with a `sub`, or if the caller may not use the route.
    """
    context = event["requestContext"]
    claims = context.get("authorizer", {}).get("jwt", {}).get("claims")
    role = _role(claims)
    rule = RULES.get(event["routeKey"])
    access = rule.of(role) if rule else Access.NO
    if access is Access.NO:
        raise Forbidden
    subject = claims["sub"] if claims else ""
    return Caller(subject, is_admin=access is Access.ALL, is_limited=role is Role.CLIENT)


def groups_of(event: Mapping[str, Any]) -> list[Any]:
    """Return the signed-in caller's groups that give a role, the more powerful group first."""
    groups = _listed(event["requestContext"]["authorizer"]["jwt"]["claims"].get("cognito:groups", ""))
    return [group for group in _GROUPS if group in groups]


def _role(claims: Mapping[str, str] | None) -> Role:
    if claims is None:
        return Role.ANYONE
    # The authorizer has checked the signature, issuer, client, expiry and scope. That already rejects ID
    # tokens, which have no scope. Reject them here too, so that the rejection does not depend
    # on the scope.
    if claims.get("token_use") != "access" or not claims.get("sub"):
        raise Forbidden
    groups = _listed(claims.get("cognito:groups", ""))
    return next((role for group, role in _GROUPS.items() if group in groups), Role.CLIENT)


def _listed(claim: str) -> set[str]:
    """Parse a list in the gateway's format, `[admins providers]`; the names of groups have no spaces."""
    return set(claim[1:-1].split()) if claim.startswith("[") and claim.endswith("]") else set()
