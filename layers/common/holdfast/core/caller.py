"""Who is calling."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """`subject` is the token's `sub`, which ownership is compared with; an administrator owns everything.

    A caller who is neither an administrator nor a provider may have only so many clients.
    """

    subject: str
    is_admin: bool = False
    is_limited: bool = False

    def owns(self, *owners: str) -> bool:
        """Tell whether something of these owners may be seen and changed."""
        return self.is_admin or self.subject in owners
