"""The caller of a request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """`subject` is the token's `sub`, which identifies an owner. An administrator owns everything.

    `is_limited` is True for a user who is neither an administrator nor a provider. Such a user may have only
    a limited number of clients.
    """

    subject: str
    is_admin: bool = False
    is_limited: bool = False

    def owns(self, *owners: str) -> bool:
        """Return True if the caller may see and change what belongs to any of these owners."""
        return self.is_admin or self.subject in owners
