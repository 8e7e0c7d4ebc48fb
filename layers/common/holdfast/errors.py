"""Everything that Holdfast refuses, as one family.

Each class is one row of the API's table of problems; `http.py` turns any of them into an RFC 9457
problem document and needs to know no more than the base class.

    Problem
    ├── Malformed            400
    ├── Forbidden            403
    ├── NotFound             404
    ├── AlreadyExists        409
    ├── AppointmentTaken     409
    ├── ClientLimit          409
    ├── InUse                409
    ├── SlotWithdrawn        409
    ├── AlreadyStarted       409
    ├── HoldExpired          410
    ├── Stale                412
    ├── TooLarge             413
    ├── Invalid              422
    ├── TooSoon              422
    ├── KeyReused            422
    ├── HoldLimit            429
    └── Unavailable          503
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

# Python 3.13 took these over from RFC 9110; older ones have other words.
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


def phrase(status: int) -> str:
    """Return an HTTP status in words, the same under every Python."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


class Problem(Exception):
    """A refusal with a status, a stable code and a sentence; never with anything the caller sent."""

    status: ClassVar[int]
    code: ClassVar[str]
    detail: ClassVar[str]

    def __init__(self, *, retry_after: int | None = None, **members: Any) -> None:
        super().__init__(self.code)
        self.members: Mapping[str, Any] = members
        self.retry_after = retry_after

    @classmethod
    def title(cls) -> str:
        return phrase(cls.status)


class Malformed(Problem):
    status, code, detail = 400, "malformed", "The body is not a JSON object, or nests too deeply."


class Forbidden(Problem):
    status, code, detail = 403, "forbidden", "Your role may not do this."


class NotFound(Problem):
    status, code, detail = 404, "not_found", "There is no such thing."


class AppointmentTaken(Problem):
    """With `available_at` when a hold ends, and up to three open slots near it as `alternatives`."""

    status, code, detail = 409, "taken", "Somebody else has this slot."


class AlreadyExists(Problem):
    status, code, detail = 409, "already_exists", "You have a provider of your own already."


class ClientLimit(Problem):
    status, code, detail = 409, "client_limit", "You have as many clients as one account may have."


class InUse(Problem):
    status, code, detail = 409, "in_use", "It still has open time, holds or appointments."


class SlotWithdrawn(Problem):
    status, code, detail = 409, "slot_withdrawn", "The provider closed this time meanwhile."


class AlreadyStarted(Problem):
    status, code, detail = (
        409,
        "already_started",
        "The appointment has started and can no longer be cancelled.",
    )


class HoldExpired(Problem):
    status, code, detail = 410, "hold_expired", "You have no live hold of this slot."


class Stale(Problem):
    status, code, detail = 412, "stale", "It was changed since the version that If-Match names."


class TooLarge(Problem):
    status, code, detail = 413, "too_large", "The body is larger than 16 KB."


class Invalid(Problem):
    """A request that cannot be right, field by field."""

    status, code, detail = 422, "invalid", "Some fields are not valid."

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(errors=[{"field": field, "detail": detail} for field, detail in errors])


class TooSoon(Problem):
    """With `earliest_start`, RFC 3339."""

    status, code, detail = 422, "too_soon", "The slot starts sooner than the provider allows."


class KeyReused(Problem):
    status, code, detail = 422, "key_reused", "This Idempotency-Key came with another body before."


class HoldLimit(Problem):
    """With `retry_after` in seconds: when the oldest of the counted reservations stops counting."""

    status, code, detail = 429, "hold_limit", "Too many reservations within one hold period."


class Unavailable(Problem):
    """The outcome may be unknown; the same request with the same Idempotency-Key is safe to send again."""

    status, code, detail = 503, "unavailable", "Please send the same request again."

    def __init__(self) -> None:
        super().__init__(retry_after=1)
