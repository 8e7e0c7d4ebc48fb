"""Writes down what has become of a delivery. Whoever does so also sees to its next attempt."""

from holdfast.dynamodb import actions, table
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import SAME_ATTEMPTS, SAME_SINCE, STILL_WAITING, all_of
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.delivery import Delivery


@retry_on_conflict
def note(read: Delivery, now: Delivery) -> bool:
    """Store the delivery as it is now; return False if another process has changed it since it was read.

    A success counts even if another attempt has failed meanwhile. Nothing counts once the delivery was begun
    again by hand.
    """
    condition = SAME_SINCE if now.status == "delivered" else all_of(SAME_SINCE, STILL_WAITING, SAME_ATTEMPTS)
    values = {"since": read.since, "waiting": "waiting", "attempts": read.attempts}
    try:
        table.write(actions.put(now.to_item(), condition, values))
    except ConditionFailed as failed:
        # If a response was lost, this is a retry, and the delivery is as this process wants it.
        found = failed.found[0]
        return found is not None and Delivery.from_item(found) == now
    return True
