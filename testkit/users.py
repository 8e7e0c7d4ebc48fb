"""The users of `make run`, for tests of the API and of the layer."""

import uuid

from holdfast.api.permissions import Role
from holdfast.core.caller import Caller
from local.users import USERS
from testkit.api import Api

_ROLES = {"admins": Role.ADMIN, "providers": Role.PROVIDER}
ROLES = {name: _ROLES[groups[0]] if groups else Role.CLIENT for name, groups in USERS.items()}

ADMIN = Caller("admin", is_admin=True)
DANA = Caller("dana")
ALICE = Caller("alice")
BOB = Caller("bob")


def subject(name: str) -> str:
    """Return the user's `sub`. It is a UUID, because the API accepts only a UUID as a provider's owner."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def signed_in(name: str) -> Api:
    """Return an Api that is signed in as the user with this name."""
    return Api.signed_in(name, *USERS[name])
