"""One attempt to deliver an event to a webhook: what a message of the queue of deliveries asks for.

As long as a delivery waits, a message asks for it or the index has it. A process changes a delivery only
while it has a message, and ends its own message last.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from holdfast.core import clock, ids, telemetry
from holdfast.dynamodb import table, webhook_keys
from holdfast.model.delivery import Delivery
from holdfast.model.health import Health
from holdfast.model.webhook import Webhook
from holdfast.webhooks import addresses, deliveries, disabling, leases, messages, post, queue, signing, steps
from holdfast.webhooks.leases import Lease

_PARKED_SECONDS = 60  # over which the ends of one pause are spread
_BUSY_SECONDS, _BUSY_JITTER = 5, 10
_SOON_SECONDS = 15 * 60
_LONG_SECONDS = 5 * 60
# For so long a process believes that an endpoint is still busy, without reading. A backlog then costs little.
_BELIEVED_SECONDS = 2
_busy_until: dict[int, int] = {}  # by webhook, in epoch seconds
_NOT_ACTIVE, _DELETED, _NOT_ALLOWED = "not_active", "deleted", "not_allowed"


def steps_of(body: str) -> list[Callable[[], int]]:
    """Return what to do about a message; raise ValueError, LookupError or TypeError."""
    webhook_id, event_id, at_once = messages.read(body)
    return [partial(deliver, webhook_id, event_id, at_once=at_once)]


def deliver(webhook_id: int, event_id: str, *, at_once: bool) -> int:
    """Try to deliver the event, unless it need not or must not be tried now; return 1 if it was delivered.

    Raises Unavailable, and the errors of the queues. Then the message must come back.
    """
    if clock.now() < _busy_until.get(webhook_id, 0):
        _ask_again(webhook_id, event_id, at_once=at_once)
        return 0
    webhook, health, delivery = _read(webhook_id, event_id)
    if webhook and health:
        disabling.tell(webhook, health)  # an earlier process may have died before it did
    if not delivery or delivery.status != "waiting":
        return 0
    if not webhook or not webhook.has(delivery.created_at):
        _end(delivery, _DELETED)
        return 0
    if not webhook.active:
        _end(delivery, _NOT_ACTIVE)
        return 0
    return _try(webhook, health or Health.from_item({}), delivery, at_once=at_once)


def _read(webhook_id: int, event_id: str) -> tuple[Webhook | None, Health | None, Delivery | None]:
    keys = (
        webhook_keys.webhook(webhook_id),
        webhook_keys.health(webhook_id),
        webhook_keys.delivery(webhook_id, event_id),
    )
    found = table.batch_get(keys, consistent=True)
    webhook, health, delivery = map(found.get, keys)
    return (
        Webhook.from_item(webhook) if webhook else None,
        Health.from_item(health) if health else None,
        Delivery.from_item(delivery) if delivery else None,
    )


def _try(webhook: Webhook, health: Health, delivery: Delivery, *, at_once: bool) -> int:
    now, end = clock.now(), steps.pause_end(health)
    if now < end and not at_once:
        _park(delivery, end)
        return 0
    lease = leases.take(webhook.id, health, now)
    if not lease:
        _wait(delivery, now, at_once=at_once)
        return 0
    outcome = _send(webhook, delivery, now)
    tried = replace(delivery, attempts=delivery.attempts + 1, attempted_at=now, outcome=outcome, next_at=None)
    if outcome.startswith("2"):  # no word does
        leases.note_success(lease)
        deliveries.note(delivery, replace(tried, status="delivered"))
        return 1
    telemetry.annotate(FailedAttempts=1, outcome=outcome)
    _fail(webhook, lease, delivery, tried, counts=now >= end)
    return 0


def _send(webhook: Webhook, delivery: Delivery, now: int) -> str:
    try:
        address = addresses.parse(webhook.url)
    except ValueError:
        return _NOT_ALLOWED
    return post.post(address, signing.headers(webhook, delivery, now), delivery.body.encode())


def _fail(webhook: Webhook, lease: Lease, read: Delivery, tried: Delivery, *, counts: bool) -> None:
    """Note the failure, disable the webhook if it must be, and see to the next attempt.

    A failure during a pause does not count, because it would lengthen the pause of all other deliveries. The
    delivery comes last: if this process dies before, the message comes back and does what is left.
    """
    now = clock.now()
    stored: Webhook | None = webhook
    if counts or tried.outcome == disabling.GONE:
        stored = _note_failure(webhook, lease, tried, now)
    else:
        leases.give_back(lease)
    next_at = now + steps.after(tried.attempts)
    if not (stored and stored.active) or next_at > read.since + steps.LONGEST:
        deliveries.note(read, replace(tried, status="failed"))
    elif tried.attempts > 1:
        deliveries.note(read, replace(tried, next_at=next_at))
    elif deliveries.note(read, tried):
        # So soon, a message is cheaper than the index, which is looked through once a minute.
        queue.send(messages.message(webhook.id, read.event_id), delay=steps.after(1))


def _note_failure(webhook: Webhook, lease: Lease, tried: Delivery, now: int) -> Webhook | None:
    """Return the webhook, disabled if it must be, or None if it was deleted."""
    health = leases.note_failure(lease, now)
    if not health or not disabling.is_over(health, tried.outcome or "", now):
        return webhook
    stored = disabling.disable(webhook, now)
    if stored:
        disabling.tell(stored, health)
    return stored


def _end(delivery: Delivery, outcome: str) -> None:
    deliveries.note(delivery, replace(delivery, status="failed", outcome=outcome, next_at=None))


def _park(delivery: Delivery, until: int) -> None:
    """Let the delivery wait in the index for the end of the pause; give up if that is too late."""
    if until > delivery.since + steps.LONGEST:
        deliveries.note(delivery, replace(delivery, status="failed", next_at=None))
        return
    deliveries.note(delivery, replace(delivery, next_at=until + int(ids.jitter(_PARKED_SECONDS))))


def _wait(delivery: Delivery, now: int, *, at_once: bool) -> None:
    """Ask for the attempt again in some seconds, because too many are under way.

    One that has waited for some minutes waits in the index instead, because many messages that come again and
    again would keep others waiting. If the delivery is due in the index soon, move it on: otherwise the next
    run would send one message more.
    """
    _busy_until[delivery.webhook_id] = now + _BELIEVED_SECONDS
    if now >= delivery.since + _LONG_SECONDS:
        _park(delivery, now + _PARKED_SECONDS)
        return
    if delivery.next_at is not None and delivery.next_at < now + _SOON_SECONDS:
        deliveries.note(delivery, replace(delivery, next_at=now + steps.MOVED_SECONDS))
    _ask_again(delivery.webhook_id, delivery.event_id, at_once=at_once)


def _ask_again(webhook_id: int, event_id: str, *, at_once: bool) -> None:
    again = messages.message(webhook_id, event_id, at_once=at_once)
    queue.send(again, delay=_BUSY_SECONDS + int(ids.jitter(_BUSY_JITTER)))
