"""Deliveries: one event on its way to one webhook."""

from dataclasses import dataclass
from typing import Literal, Self

from holdfast.core.utc import DAY
from holdfast.dynamodb import index_keys, webhook_keys
from holdfast.dynamodb.actions import Item

KEPT_SECONDS = 30 * DAY  # a delivery can be seen and sent again for this long

Status = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True)
class Delivery:
    """`event_id` identifies it, and is the `webhook-id` of each attempt. `body` is what is sent, as JSON.

    `created_at`, `since`, `attempted_at` and `next_at` are in epoch seconds. `since` is when it was created
    or last sent again by hand; `attempts` counts from there. `next_at` is set while it waits in the index for
    its next attempt. `outcome` says how the latest attempt ended: an HTTP status such as "503", or a word
    such as "timeout"; None before the first. It names no person.
    """

    webhook_id: int
    event_id: str
    type: str
    body: str
    status: Status
    created_at: int
    since: int
    attempts: int = 0
    attempted_at: int | None = None
    next_at: int | None = None
    outcome: str | None = None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        webhook_id, event_id = webhook_keys.delivery_of(item)
        return cls(
            webhook_id=webhook_id,
            event_id=event_id,
            type=item["type"],
            body=item["body"],
            status=item["status"],
            created_at=item["created_at"],
            since=item["since"],
            attempts=item["attempts"],
            attempted_at=item["attempted_at"],
            next_at=item.get("by_kind_sk"),
            outcome=item["outcome"],
        )

    def to_item(self) -> Item:
        indexed = {"by_kind_pk": index_keys.retry_pk(self.webhook_id), "by_kind_sk": self.next_at}
        return {
            **webhook_keys.delivery(self.webhook_id, self.event_id)._asdict(),
            "type": self.type,
            "body": self.body,
            "status": self.status,
            "created_at": self.created_at,
            "since": self.since,
            "attempts": self.attempts,
            "attempted_at": self.attempted_at,
            "outcome": self.outcome,
            "expires_at": self.since + KEPT_SECONDS,
            **(indexed if self.next_at is not None else {}),
        }
