"""Make, replace, list and revoke the addresses of calendar feeds."""

from typing import NamedTuple

from holdfast.core import clock, ids
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import ABSENT, EXISTS, SAME_FEED, all_of, owned
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.feed import Feed, FeedOf, file_name, hash_of, secret_of
from holdfast.model.request_key import RequestKey
from holdfast.queries import profiles


class Made(NamedTuple):
    """A feed, and the last part of its address. It contains the secret, which nobody can read again."""

    feed: Feed
    file: str


@retry_on_conflict
def make(of: FeedOf, caller: Caller, key: RequestKey) -> Made:
    """Give the feed a new address, and end the one before; raise NotFound.

    A repeat of the request that made the current address returns the same address.
    """
    _check_owner(of, caller)
    before = _find(of)
    if before and before.request_id == key.request_id:
        return Made(before, file_name(of, secret_of(before.salt, key.digest)))
    salt = ids.random_hex()
    secret = secret_of(salt, key.digest)
    feed = Feed(of, hash_of(secret), salt, key.request_id, clock.now())
    _put(feed, before, caller)
    return Made(feed, file_name(of, secret))


def _put(feed: Feed, before: Feed | None, caller: Caller) -> None:
    """Store the feed, if nobody has replaced it and its provider or client still exists."""
    same, salt = (SAME_FEED, before.salt) if before else (ABSENT, None)
    try:
        table.transact(
            actions.put(feed.to_item(), same, {"salt": salt}),
            # What was deleted must not leave an address behind: the same id may be made again.
            actions.check(feed.of.profile, all_of(EXISTS, *owned(caller)), {"caller": caller.subject}),
        )
    except ConditionFailed as failed:
        raise Conflict from failed


def existing(wanted: list[FeedOf], caller: Caller) -> list[Feed]:
    """Return those of the feeds that exist; raise NotFound unless the caller owns whom they show."""
    for of in {of.profile: of for of in wanted}.values():
        _check_owner(of, caller)
    items = table.batch_get([of.key for of in wanted], consistent=True)
    return [Feed.from_item(of, items[of.key]) for of in wanted if of.key in items]


@retry_on_conflict
def revoke(of: FeedOf, caller: Caller) -> Feed:
    """End the address of the feed, and return the feed; raise NotFound."""
    _check_owner(of, caller)
    if not (feed := _find(of)):
        raise NotFound("calendar")
    try:
        table.write(actions.delete(of.key, SAME_FEED, {"salt": feed.salt}))
    except ConditionFailed as failed:
        if failed.found[0]:  # it has a new address by now, which shall end too
            raise Conflict from failed
    return feed


def opened_by(of: FeedOf, secret: str) -> Feed:
    """Return the feed; raise NotFound if it has no address or another one."""
    feed = _find(of)
    if not feed or not feed.opens_with(secret):
        raise NotFound("calendar")
    return feed


def _find(of: FeedOf) -> Feed | None:
    item = table.get(of.key)
    return Feed.from_item(of, item) if item else None


def _check_owner(of: FeedOf, caller: Caller) -> None:
    if of.kind == "client":
        profiles.read_own_client(of.id, caller)
    else:
        profiles.read_own_provider(of.id, caller)
