"""The users of `make run`: as the API sees them, and as the layer does."""

from holdfast.api.permissions import Role
from holdfast.core.caller import Caller
from local.users import USERS
from testkit.api import Api

_ROLES = {"admins": Role.ADMIN, "providers": Role.PROVIDER}
# Dana has a provider and Alice a client; nothing belongs to the others.
ROLES = {name: _ROLES[groups[0]] if groups else Role.CLIENT for name, groups in USERS.items()}

ADMIN = Caller("admin", is_admin=True)
DANA = Caller("dana")
ALICE = Caller("alice")
BOB = Caller("bob")


def signed_in(name: str) -> Api:
    """The API for one of them, with their groups."""
    return Api.signed_in(name, *USERS[name])
