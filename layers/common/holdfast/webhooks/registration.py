"""Create, change and delete webhooks."""

from dataclasses import replace

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, KeyReused, Stale, Unavailable, WebhookLimit
from holdfast.dynamodb import actions, keys, table, webhook_keys
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import (
    ABSENT,
    ADD_IDS,
    EXISTS,
    REMOVE_IDS,
    SAME_VERSION,
    UNDER_CAP,
    all_of,
    owned,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.request_key import RequestKey
from holdfast.model.webhook import Webhook
from holdfast.profiles import changes
from holdfast.queries import webhooks
from holdfast.webhooks.rotation import new_secret

# Each event is sent to all webhooks of a list, by one run of a function.
_MOST_IN_A_LIST = 20


def create(fields: Item, caller: Caller, key: RequestKey) -> tuple[Webhook, bool]:
    """Create a webhook with a new secret; return it and whether this request created it.

    Raises Invalid, WebhookLimit, and KeyReused: also for the key of a webhook whose provider was deleted and
    made anew since, because that webhook gets nothing any more.
    """
    webhook = Webhook(
        id=key.numeric_id,
        disabled_at=None,
        secrets=[new_secret()],
        rotated_at=clock.now(),
        created_at=clock.now(),
        version=1,
        request_id=key.request_id,
        body_hash=key.body_hash,
        **changes.with_write_id(fields),
    )
    if webhook.provider_id is None and not caller.is_admin:
        raise _not_allowed()
    try:
        _put(webhook, caller)
    except ConditionFailed as failed:
        if item := failed.found.get(0):
            return _earlier(Webhook.from_item(item), webhook, key)
        # Nobody may learn from a refusal how many webhooks somebody else's provider has.
        raise WebhookLimit if {*failed.found} == {1} else _not_allowed() from failed
    return webhook, True


def _earlier(found: Webhook, written: Webhook, key: RequestKey) -> tuple[Webhook, bool]:
    is_new = key.is_own_write(found, written, otherwise=Unavailable())
    if not is_new and webhooks.is_left_behind(found):
        raise KeyReused
    return found, is_new


def _not_allowed() -> Invalid:
    return Invalid(("provider_id", "This must be the id of your own provider."))


@retry_on_conflict
def _put(webhook: Webhook, caller: Caller) -> None:
    writes = [
        actions.put(webhook.to_item(), ABSENT, {}),
        actions.update(
            webhook_keys.webhooks_of(webhook.provider_id),
            ADD_IDS,
            UNDER_CAP,
            {"ids": {webhook.id}, "cap": _MOST_IN_A_LIST},
        ),
    ]
    if webhook.provider_id is not None:
        writes.append(_check_provider(webhook.provider_id, caller))
    table.transact(*writes)


def _check_provider(provider_id: int, caller: Caller) -> Action:
    """Check that the provider exists and is the caller's own.

    A provider that is being deleted must not get a list of webhooks: one that is made anew under its id would
    inherit the list.
    """
    condition = all_of(EXISTS, *owned(caller))
    return actions.check(keys.provider(provider_id), condition, {"caller": caller.subject})


def update(webhook_id: int, fields: Item, caller: Caller, version: int | None) -> Webhook:
    """Change the given fields; `version` is from If-Match. Raises NotFound, Stale.

    A webhook that becomes active again starts with a clean record: nothing is remembered of the failures of
    its endpoint.
    """
    return _update(webhook_id, changes.with_write_id(fields), caller, version)


@retry_on_conflict
def _update(webhook_id: int, written: Item, caller: Caller, version: int | None) -> Webhook:
    webhook = webhooks.read_own(webhook_id, caller)
    if webhook.write_id == written["write_id"]:  # an earlier attempt succeeded, but its response was lost
        return webhook
    if version not in (None, webhook.version):
        raise Stale
    changed = replace(webhook, **written, version=webhook.version + 1)
    is_back = changed.active and not webhook.active
    if is_back:
        changed = replace(changed, disabled_at=None)
    put = actions.put(changed.to_item(), SAME_VERSION, {"version": webhook.version})
    try:
        if is_back:
            table.transact(put, actions.delete(webhook_keys.health(webhook.id), None, {}))
        else:
            table.write(put)
    except ConditionFailed as failed:
        raise Conflict from failed
    return changed


@retry_on_conflict
def delete(webhook_id: int, caller: Caller, version: int | None) -> Webhook:
    """Delete a webhook and return it; raise NotFound or Stale.

    Its deliveries stay until they expire, but nothing is sent any more.
    """
    webhook = webhooks.read_own(webhook_id, caller)
    if version not in (None, webhook.version):
        raise Stale
    try:
        table.transact(
            actions.delete(webhook_keys.webhook(webhook.id), SAME_VERSION, {"version": webhook.version}),
            actions.update(
                webhook_keys.webhooks_of(webhook.provider_id), REMOVE_IDS, None, {"ids": {webhook.id}}
            ),
            actions.delete(webhook_keys.health(webhook.id), None, {}),
        )
    except ConditionFailed as failed:
        changes.accept_if_gone(failed, version)
    return webhook
