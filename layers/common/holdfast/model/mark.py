"""The mark that makes a mail go out once."""

from dataclasses import dataclass
from typing import Self

from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key


@dataclass(frozen=True)
class Mark:
    """A mark is a claim until the mail is sent. `claim_id` identifies the attempt that claimed it.

    `expires_at` is in epoch seconds. A claim lapses then, and the mark of a sent mail is no longer needed.
    """

    key: Key
    claim_id: str
    sent: bool
    expires_at: int

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            key=Key(item["PK"], item["SK"]),
            claim_id=item["claim_id"],
            sent=item["sent"],
            expires_at=item["expires_at"],
        )

    def to_item(self) -> Item:
        return {
            **self.key._asdict(),
            "claim_id": self.claim_id,
            "sent": self.sent,
            "expires_at": self.expires_at,
        }
