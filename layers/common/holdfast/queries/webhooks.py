"""Read one webhook, a page of webhooks, or a page of the deliveries to one."""

from itertools import islice

from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.dynamodb import index_keys, keys, table, webhook_keys
from holdfast.dynamodb.expressions import DELIVERIES_BEFORE
from holdfast.dynamodb.keys import Key
from holdfast.model.delivery import Delivery, Status
from holdfast.model.webhook import Webhook
from holdfast.queries import kinds
from holdfast.queries.pages import Page

_MOST_ROWS = 1000  # of the index, which one page of deliveries reads


def read_own(webhook_id: int, caller: Caller) -> Webhook:
    """Return the webhook.

    Raises NotFound if it does not exist, or if the caller is no administrator and it is not told of one of
    the caller's own providers.
    """
    item = table.get(webhook_keys.webhook(webhook_id))
    if not item or not (caller.is_admin or _is_own(Webhook.from_item(item), caller)):
        raise NotFound("webhook")
    return Webhook.from_item(item)


def _is_own(webhook: Webhook, caller: Caller) -> bool:
    """Return True if the caller owns the webhook's provider, and the provider's list has the webhook.

    The list ends with its provider. A provider that is made anew under the same id has another one.
    """
    if webhook.provider_id is None:
        return False
    listing, provider = webhook_keys.webhooks_of(webhook.provider_id), keys.provider(webhook.provider_id)
    found = table.batch_get([listing, provider], consistent=True)
    if listing not in found or provider not in found:
        return False
    return webhook.id in found[listing].get("ids", set()) and caller.owns(found[provider]["owner"])


def is_left_behind(webhook: Webhook) -> bool:
    """Return True if its provider was deleted and made anew since. The new provider does not have it."""
    if webhook.provider_id is None:
        return False
    listing, provider = webhook_keys.webhooks_of(webhook.provider_id), keys.provider(webhook.provider_id)
    found = table.batch_get([listing, provider], consistent=True)
    return provider in found and webhook.id not in found.get(listing, {}).get("ids", ())


def webhooks_after(after: int, limit: int, provider_id: int | None) -> Page[Webhook, int]:
    """Return up to `limit` webhooks with ids above `after`: all, or those that are told of one provider."""
    if provider_id is None:
        rows, last = kinds.listed_after(index_keys.WEBHOOKS, after, limit)
        return Page(_read([row["by_kind_sk"] for row in rows]), last)
    listing = table.get(webhook_keys.webhooks_of(provider_id)) or {}
    ids = sorted(number for number in listing.get("ids", ()) if number > after)
    return Page(_read(ids[:limit]), ids[limit - 1] if len(ids) > limit else None)


def _read(ids: list[int]) -> list[Webhook]:
    wanted = [webhook_keys.webhook(number) for number in ids]
    found = table.batch_get(wanted, consistent=True)
    return [Webhook.from_item(found[key]) for key in wanted if key in found]


def deliveries_before(
    webhook: Webhook, before: str | None, limit: int, status: Status | None
) -> Page[Delivery, str]:
    """Return up to `limit` deliveries to the webhook, the newest first, of any status or of one.

    `before` is the end of the previous page. It is None for the first page.
    """
    size = limit if status is None else _MOST_ROWS
    values = {
        "partition": index_keys.deliveries_pk(webhook.id),
        "before": before or keys.AFTER_ALL,
    }
    query = table.query(DELIVERIES_BEFORE, values, index="by_client", page_size=size + 1, newest_first=True)
    rows = list(islice(query, size + 1))
    last = rows[size - 1]["by_client_sk"] if len(rows) > size else None
    wanted = [row for row in rows[:size] if status in (None, row["status"])]
    if len(wanted) > limit:
        wanted, last = wanted[:limit], wanted[limit - 1]["by_client_sk"]
    found = _deliveries([Key(row["PK"], row["SK"]) for row in wanted], status)
    return Page([delivery for delivery in found if webhook.has(delivery.created_at)], last)


def _deliveries(wanted: list[Key], status: Status | None) -> list[Delivery]:
    """Return those that still exist and, if a status is given, still have it. The index may lag behind."""
    found = table.batch_get(wanted, consistent=False)
    read = [Delivery.from_item(found[key]) for key in wanted if key in found]
    return [delivery for delivery in read if status in (None, delivery.status)]
