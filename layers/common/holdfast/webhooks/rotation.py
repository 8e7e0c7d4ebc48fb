"""The secrets of webhooks, and their rotation."""

import base64
from dataclasses import replace

from holdfast.core import clock, ids
from holdfast.core.caller import Caller
from holdfast.core.errors import Stale
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import SAME_VERSION
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.request_key import RequestKey
from holdfast.model.webhook import Webhook
from holdfast.queries import webhooks


def new_secret() -> str:
    """Return a new secret in the form that Standard Webhooks prescribes."""
    return f"whsec_{base64.b64encode(ids.random_key()).decode()}"


@retry_on_conflict
def rotate(webhook_id: int, caller: Caller, version: int | None, key: RequestKey) -> Webhook:
    """Give the webhook a new secret, which signs at once, and return it. The one before also signs for a day.

    A repeat with the same key returns the same secret, as long as no other request has rotated it again.
    `version` is from If-Match. Raises NotFound, Stale.
    """
    webhook = webhooks.read_own(webhook_id, caller)
    if webhook.rotation_id == key.request_id:  # an earlier attempt succeeded
        return webhook
    if version not in (None, webhook.version):
        raise Stale
    rotated = replace(
        webhook,
        secrets=[new_secret(), webhook.secrets[0]],
        rotated_at=clock.now(),
        rotation_id=key.request_id,
        # The write_id stays, so that a change whose response was lost recognizes its own write.
        version=webhook.version + 1,
    )
    try:
        table.write(actions.put(rotated.to_item(), SAME_VERSION, {"version": webhook.version}))
    except ConditionFailed as failed:
        raise Conflict from failed
    return rotated
