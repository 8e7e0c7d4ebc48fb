"""The users of `make run`, as the API and the layer see them."""

import uuid

from holdfast.api.permissions import Role
from holdfast.core.caller import Caller
from local.users import USERS
from testkit.api import Api

_ROLES = {"admins": Role.ADMIN, "providers": Role.PROVIDER}
# In held_slot.py, Dana owns the only provider and Alice owns the only client.
ROLES = {name: _ROLES[groups[0]] if groups else Role.CLIENT for name, groups in USERS.items()}

ADMIN = Caller("admin", is_admin=True)
DANA = Caller("dana")
ALICE = Caller("alice")
BOB = Caller("bob")


def subject(name: str) -> str:
    """Return a `sub` in the form of a user pool, for tests in which an administrator names an owner."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def signed_in(name: str) -> Api:
    """Return the API for the user with this name, signed in with the user's groups."""
    return Api.signed_in(name, *USERS[name])
