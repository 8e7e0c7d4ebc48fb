"""The lists of webhooks and of their deliveries."""

from holdfast.api.cursors import Cursors
from holdfast.api.query_strings import DeliveriesQuery, WebhooksQuery
from holdfast.api.webhook_body import DeliveryPage, WebhookPage, of_delivery, of_webhook
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, NotFound
from holdfast.dynamodb.index_keys import WEBHOOKS
from holdfast.queries import profiles, webhooks


def of_webhooks(query: WebhooksQuery, caller: Caller) -> WebhookPage:
    """List webhooks in the order of their ids, as those of a provider who is not the caller's: none.

    Raises Invalid for a cursor of another list, and if a caller who is no administrator names no provider.
    """
    cursors = Cursors(WEBHOOKS, query, caller)
    after = cursors.after_id()
    if not caller.is_admin:
        if query.provider_id is None:
            raise Invalid(("provider_id", "This must be your own provider."))
        try:
            profiles.read_own_provider(query.provider_id, caller)
        except NotFound:
            return {"items": [], "next_cursor": None}
    page = webhooks.webhooks_after(after, query.limit, query.provider_id)
    return {"items": list(map(of_webhook, page.items)), "next_cursor": cursors.next(page.last)}


def of_deliveries(webhook_id: int, query: DeliveriesQuery, caller: Caller) -> DeliveryPage:
    """List the deliveries to a webhook, the newest first. Raises NotFound, and Invalid for a wrong cursor."""
    cursors = Cursors(f"{WEBHOOKS}/{webhook_id}/deliveries", query, caller)
    before = cursors.after_text()
    webhook = webhooks.read_own(webhook_id, caller)
    page = webhooks.deliveries_before(webhook, before, query.limit, query.status)
    return {"items": list(map(of_delivery, page.items)), "next_cursor": cursors.next(page.last)}
