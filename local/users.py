"""Who can sign in to the local user pool. These users exist on this machine only."""

# Whose groups are which; clients are in none.
USERS: dict[str, tuple[str, ...]] = {
    "admin": ("admins",),
    "dana": ("providers",),
    "lee": ("providers",),
    "alice": (),
    "bob": (),
    "carol": (),
}


def password(name: str) -> str:
    """Return what everybody may know: nothing but test data is behind it."""
    return f"Local-only-{name}-1"


def email(name: str) -> str:
    """Return an address that nobody has."""
    return f"{name}@example.com"
