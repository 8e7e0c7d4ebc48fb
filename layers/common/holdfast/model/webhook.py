"""Webhooks: addresses of other programs that are told of each event."""

from dataclasses import dataclass
from typing import Self

from holdfast.core.utc import DAY
from holdfast.dynamodb import index_keys, keys, webhook_keys
from holdfast.dynamodb.actions import Item

ROTATION_SECONDS = DAY  # for which the previous secret signs too


@dataclass(frozen=True)
class Webhook:
    """`types` are the event types that are delivered to `url`; an empty set means all of them.

    `provider_id` is None if it is told of every provider. `email` is who is told when the endpoint is
    disabled, or None. A webhook that is not `active` gets nothing. `disabled_at` is set if it is not active
    because its endpoint failed for too long. `secrets` sign what is sent: the newest, and until `rotated_at`
    + ROTATION_SECONDS the one before. `write_id` identifies the latest request that changed the webhook, and
    `rotation_id` the latest that rotated its secrets: a repeat of it gets the same secret. `request_id` and
    `body_hash` identify the request that created it, at `created_at`. Times are in epoch seconds.
    """

    id: int
    url: str
    description: str
    types: set[str]
    provider_id: int | None
    email: str | None
    active: bool
    disabled_at: int | None
    secrets: list[str]
    rotated_at: int
    created_at: int
    version: int
    write_id: str
    request_id: str
    body_hash: str
    rotation_id: str = ""

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            id=keys.number_of(item["PK"]),
            url=item["url"],
            description=item["description"],
            types=set(item["types"]),
            provider_id=item["provider_id"],
            email=item["email"],
            active=item["active"],
            disabled_at=item["disabled_at"],
            secrets=item["secrets"],
            rotated_at=item["rotated_at"],
            created_at=item["created_at"],
            version=item["version"],
            write_id=item["write_id"],
            request_id=item["request_id"],
            body_hash=item["body_hash"],
            rotation_id=item["rotation_id"],
        )

    def to_item(self) -> Item:
        return {
            **webhook_keys.webhook(self.id)._asdict(),
            "url": self.url,
            "description": self.description,
            "types": sorted(self.types),  # the layer cannot read sets of strings
            "provider_id": self.provider_id,
            "email": self.email,
            "active": self.active,
            "disabled_at": self.disabled_at,
            "secrets": self.secrets,
            "rotated_at": self.rotated_at,
            "created_at": self.created_at,
            "version": self.version,
            "write_id": self.write_id,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
            "rotation_id": self.rotation_id,
            "by_kind_pk": index_keys.WEBHOOKS,
            "by_kind_sk": self.id,
        }

    def wants(self, event_type: str) -> bool:
        """Return True if an event of this type is delivered."""
        return self.active and (not self.types or event_type in self.types)

    def has(self, delivery_created_at: int) -> bool:
        """Return True if the delivery is its own, and not one of a deleted webhook that had the same id.

        The id follows from the `Idempotency-Key` of the request that creates a webhook.
        """
        return delivery_created_at >= self.created_at

    def valid_secrets(self, now: int) -> list[str]:
        """Return the secrets that sign what is sent now, the newest first."""
        return self.secrets if now < self.rotated_at + ROTATION_SECONDS else self.secrets[:1]
