"""The health of a webhook's endpoint: how it has responded, and how many attempts are under way."""

from dataclasses import dataclass
from typing import Self

from holdfast.dynamodb.actions import Item

LEASES = (1, 2)  # their numbers: at most two attempts are under way at once


@dataclass(frozen=True)
class Health:
    """Times are in epoch seconds.

    `failures` counts the attempts that have failed since the last success. The first was at `failing_since`
    and the latest at `failed_at`; both are None if there was none. `leases` has the time until which each
    lease is taken, and `holders` who has taken it, by its number. `told` is the webhook's `disabled_at` once
    its owner was told of it, else None.
    """

    failures: int
    failed_at: int | None
    failing_since: int | None
    leases: dict[int, int]
    holders: dict[int, str | None]
    told: int | None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        """Read an item, or {} for an endpoint that was never called."""
        return cls(
            failures=item.get("failures", 0),
            failed_at=item.get("failed_at"),
            failing_since=item.get("failing_since"),
            leases={number: item.get(f"lease_{number}", 0) for number in LEASES},
            holders={number: item.get(f"holder_{number}") for number in LEASES},
            told=item.get("told"),
        )

    def free_leases(self, now: int) -> list[int]:
        """Return the numbers of the leases that nobody has."""
        return [number for number, until in self.leases.items() if until <= now]
