"""Publishes what happened to holds and bookings. The table's stream calls this function with its records.

It imports `holdfast.startup` not at all, because no caller waits for it and it never calls DynamoDB.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.notifications import publish


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Publish the records' events. Return the first record that Lambda must send again, if any."""
    with telemetry.serving(None, context, records=len(event["Records"])):
        done = publish.publish(event["Records"])
        telemetry.annotate(message="events published", EventsPublished=done.events)
        if done.unreadable:
            telemetry.annotate(level="ERROR", EventsUnreadable=done.unreadable)
        return {"batchItemFailures": [{"itemIdentifier": done.failed}] if done.failed else []}
