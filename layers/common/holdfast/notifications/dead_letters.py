"""Keeps what could not be published, for an operator."""

import json

from botocore.exceptions import BotoCoreError, ClientError

from holdfast.core import telemetry
from holdfast.core.settings import event_settings
from holdfast.notifications import clients
from holdfast.notifications.records import Record


def keep(record: Record) -> bool:
    """Send the record's keys and sequence number to the dead letters; return False if that fails.

    The images stay out, because they name people.
    """
    change = record["dynamodb"]
    letter = {
        "reason": "this record of the table's stream could not be published",
        "keys": change.get("Keys"),
        "sequence_number": change["SequenceNumber"],
        "event_name": record.get("eventName"),
    }
    try:
        clients.client("sqs").send_message(
            QueueUrl=event_settings().dead_letters_url, MessageBody=json.dumps(letter)
        )
    except (BotoCoreError, ClientError) as error:
        telemetry.annotate(level="WARN", error=telemetry.error_name(error))
        return False
    return True
