"""The users of `make run`, as the API and the layer see them."""

from holdfast.api.permissions import Role
from holdfast.core.caller import Caller
from local.users import USERS
from testkit.api import Api

_ROLES = {"admins": Role.ADMIN, "providers": Role.PROVIDER}
# Dana has a provider and Alice has a client. The others own nothing.
ROLES = {name: _ROLES[groups[0]] if groups else Role.CLIENT for name, groups in USERS.items()}

ADMIN = Caller("admin", is_admin=True)
DANA = Caller("dana")
ALICE = Caller("alice")
BOB = Caller("bob")


def signed_in(name: str) -> Api:
    """Return the API for one of the users, who is signed in with their groups."""
    return Api.signed_in(name, *USERS[name])
