"""Everything that Holdfast refuses, as one family. What a refusal carries are the model's values, never
anything that the caller sent; `api/problems.py` has the words.

    Problem
    ├── Malformed
    ├── Forbidden
    ├── NotFound
    ├── AlreadyExists
    ├── AppointmentTaken
    ├── ClientLimit
    ├── InUse
    ├── SlotWithdrawn
    ├── AlreadyStarted
    ├── HoldExpired
    ├── Stale
    ├── TooLarge
    ├── Invalid
    ├── InvalidTimes
    ├── TooSoon
    ├── KeyReused
    ├── HoldLimit
    └── Unavailable
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple


class Problem(Exception):
    """A refusal."""


class Malformed(Problem):
    """The body is not a JSON object, or nests too deeply."""


class Forbidden(Problem):
    """The caller's role may not do this."""


class NotFound(Problem):
    """There is no such thing, or it is somebody else's."""


class AlreadyExists(Problem):
    """The caller has a provider of its own already."""


class AppointmentTaken(Problem):
    """Somebody else has the slot.

    `available_at` is when a hold ends, in epoch seconds; `alternatives` are open slots near it.
    """

    def __init__(self, alternatives: Sequence[Any], available_at: int | None) -> None:
        super().__init__()
        self.alternatives = alternatives
        self.available_at = available_at


class ClientLimit(Problem):
    """The account has as many clients as it may have."""


class InUse(Problem):
    """What is to be deleted still has something ahead."""


class SlotWithdrawn(Problem):
    """The provider closed the time while it was held."""


class AlreadyStarted(Problem):
    """The appointment can no longer be cancelled."""


class HoldExpired(Problem):
    """The caller has no live hold of the slot."""


class Stale(Problem):
    """It was changed since the version that the caller names."""


class TooLarge(Problem):
    """The body is larger than allowed."""


class Invalid(Problem):
    """A request that cannot be right: the fields, and a sentence about each."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__()
        self.errors = errors


class TimeFault(NamedTuple):
    """What is wrong with the start or the end of a range of time; `days` is the limit that it exceeds."""

    end: Literal["start", "end"]
    reason: Literal["skipped", "repeated", "off_grid", "past", "not_after_start", "too_long", "too_far_ahead"]
    days: int = 0


class InvalidTimes(Problem):
    """A range of time that cannot be opened or closed."""

    def __init__(self, *faults: TimeFault) -> None:
        super().__init__()
        self.faults = faults


class TooSoon(Problem):
    """The slot starts within the minimum notice; `earliest_start` is in epoch seconds."""

    def __init__(self, earliest_start: int) -> None:
        super().__init__()
        self.earliest_start = earliest_start


class KeyReused(Problem):
    """The Idempotency-Key came with another body before."""


class HoldLimit(Problem):
    """Too many reservations within one hold period; the oldest stops counting in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Unavailable(Problem):
    """The outcome may be unknown; the same request with the same Idempotency-Key is safe to send again."""
