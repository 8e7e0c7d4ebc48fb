"""The users of the local user pool. They exist on this machine only."""

# The groups of each user. Clients are in no group.
USERS: dict[str, tuple[str, ...]] = {
    "admin": ("admins",),
    "dana": ("providers",),
    "lee": ("providers",),
    "alice": (),
    "bob": (),
    "carol": (),
}


def password(name: str) -> str:
    """Return the user's password. It is no secret, because it protects only test data."""
    return f"Local-only-{name}-1"


def email(name: str) -> str:
    """Return an address that belongs to nobody."""
    return f"{name}@example.com"
