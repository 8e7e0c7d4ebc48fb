"""The users of `make run`, as the API and the layer see them."""

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
    """Return a `sub`. It is a UUID, because an administrator can name only a UUID as the owner."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def signed_in(name: str) -> Api:
    """Return an Api that is signed in as the user with this name."""
    return Api.signed_in(name, *USERS[name])
