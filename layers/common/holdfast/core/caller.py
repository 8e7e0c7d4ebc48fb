"""The caller of a request."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Caller:
    """`subject` is the token's `sub`, which identifies an owner. An administrator owns everything.

    `is_limited` is True for a user who is neither an administrator nor a provider. Such a user may have only
    a limited number of clients.

    `secret` is the secret of the link through which somebody acts on one booking without signing in. The
    `subject` is then the owner of the booking's client. It is None for everybody else.
    """

    subject: str
    is_admin: bool = False
    is_limited: bool = False
    secret: str | None = field(default=None, repr=False)

    def owns(self, *owners: str) -> bool:
        """Return True if the caller may see and change what belongs to any of these owners."""
        return self.is_admin or self.subject in owners

    def is_bound_by(self, provider_owner: str) -> bool:
        """Return True if the provider's rules for clients, such as notice and cut-off, bind the caller.

        They do not bind the provider's own user and administrators. They always bind a link, because it is
        for the client, even if the provider made the client.
        """
        return self.secret is not None or not self.owns(provider_owner)
