"""Plans the reminders of a booking. A queue has the events of bookings that were confirmed or moved."""

import json
from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.notifications.plan_reminders import plan


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Plan the reminders of each event; return the messages that failed, which the queue then sends again."""
    with telemetry.serving(None, context):
        planned, failed = 0, []
        for message in event["Records"]:
            try:
                planned += plan(json.loads(message["body"])["detail"])
            except Exception as error:  # noqa: BLE001 - one message must not keep the others waiting
                failed.append({"itemIdentifier": message["messageId"]})
                telemetry.annotate(level="WARN", error=telemetry.error_name(error))
        telemetry.annotate(message="reminders planned", planned=planned, failed=len(failed))
        return {"batchItemFailures": failed}


finish_startup()
