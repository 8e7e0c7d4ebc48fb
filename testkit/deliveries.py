"""Plays the parts around webhooks: the queue of deliveries, and stored deliveries."""

import boto3

from holdfast.dynamodb import actions, table
from holdfast.model.delivery import Delivery
from holdfast.webhooks import messages
from holdfast.webhooks.body import body_of

EVENT = "5-1"


class DeliveryQueue:
    """An empty queue of moto. moto must be running."""

    def __init__(self) -> None:
        self.client = boto3.client("sqs")
        self.url = self.client.create_queue(QueueName="deliveries")["QueueUrl"]

    def taken(self) -> list[tuple[int, str, bool]]:
        """Take all messages out of the queue; return what each of them asks for."""
        found: list[tuple[int, str, bool]] = []
        while received := self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            for message in received:
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
                found.append(messages.read(message["Body"]))
        return found


def stored_delivery(webhook_id: int, event_id: str = EVENT, **fields: object) -> Delivery:
    """Store a delivery that arrived at the first attempt, with these fields changed, and return it."""
    sent = {"id": event_id, "type": "appointment.confirmed", "time": "2026-12-01T08:00:00Z"}
    delivery = Delivery(
        **{
            "webhook_id": webhook_id,
            "event_id": event_id,
            "type": "appointment.confirmed",
            "body": body_of(sent),
            "status": "delivered",
            "created_at": 1_796_112_000,  # 2026-12-01T08:00:00Z
            "since": 1_796_112_000,
            "attempts": 1,
            "attempted_at": 1_796_112_001,
            "outcome": "204",
            **fields,
        }  # type: ignore[arg-type]
    )
    table.write(actions.put(delivery.to_item(), None, {}))
    return delivery
