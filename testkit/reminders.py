"""Plays the parts around reminders: the events of bookings, the queue of mails, and stored reminders."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from mypy_boto3_dynamodb.service_resource import Table
from mypy_boto3_sqs import SQSClient

from holdfast.model.reminder import Reminder
from holdfast.notifications.event import Event
from holdfast.queries import bookings
from testkit.api import invoke

Json = dict[str, Any]


@dataclass(frozen=True)
class MailQueue:
    """An empty queue of moto. moto must be running."""

    client: SQSClient
    url: str

    @classmethod
    def made(cls) -> "MailQueue":
        client: SQSClient = boto3.client("sqs")
        return cls(client, client.create_queue(QueueName="mail")["QueueUrl"])

    def taken(self) -> list[Json]:
        """Take all messages out of the queue, and return them."""
        found: list[Json] = []
        while messages := self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            for message in messages:
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
                found.append(json.loads(message["Body"]))
        return found


def messages(*details: Mapping[str, Any]) -> Json:
    """Return an event of the queue that has these details of events from the bus."""
    bodies = [{"detail-type": each["type"], "source": "holdfast", "detail": each} for each in details]
    source = {"eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:holdfast-ReminderQueue"}
    return {
        "Records": [
            {"messageId": f"message-{number}", "body": json.dumps(body), **source}
            for number, body in enumerate(bodies)
        ]
    }


def details(booking_id: int) -> list[Json]:
    """Return what the bus says about each event of a booking that leaves it confirmed, the oldest first."""
    return [
        Event.of_change(event).detail for event in bookings.events(booking_id) if event.kind != "cancelled"
    ]


def plan(*found: Mapping[str, Any]) -> Any:
    """Send these details to the function that plans reminders."""
    return invoke("plan_reminders", messages(*found))


def planned(booking_id: int) -> int:
    """Plan the reminders of a booking by its newest event, and return its id."""
    plan(details(booking_id)[-1])
    return booking_id


def stored_reminders(table: Table) -> list[Reminder]:
    """Return the stored reminders in the order in which they are due."""
    rows = [item for item in table.scan()["Items"] if str(item["PK"]).startswith("REMINDER#")]
    return sorted(map(Reminder.from_row, rows), key=lambda reminder: (reminder.due, reminder))


def store(table: Table, *reminders: Reminder) -> None:
    for reminder in reminders:
        table.put_item(Item=reminder.to_item())
