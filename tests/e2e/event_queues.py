"""A queue of our own that gets every event of a bus by a rule of our own, as docs/events.md describes."""

import json
import uuid
from collections import Counter
from typing import Any

from testkit.stream import check

PATTERN = {"source": ["holdfast"]}


class EventQueue:
    def __init__(self, events: Any, sqs: Any, bus: str) -> None:
        name = f"todo-{uuid.uuid4()}"
        self._sqs = sqs
        self._url = sqs.create_queue(QueueName=name)["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]
        events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(PATTERN))
        targets = [{"Id": "todo", "Arn": attributes["QueueArn"]}]
        events.put_targets(Rule=name, EventBusName=bus, Targets=targets)
        self._seen: dict[str, dict[str, Any]] = {}
        self.deliveries: Counter[str] = Counter()

    def seen(self) -> dict[str, dict[str, Any]]:
        """Return the details of all events so far, by id."""
        while messages := self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
                self._add(json.loads(message["Body"]))
        return self._seen

    def _add(self, envelope: dict[str, Any]) -> None:
        detail = envelope["detail"]
        check(detail)
        assert (envelope["source"], envelope["detail-type"]) == ("holdfast", detail["type"])
        self.deliveries[detail["id"]] += 1
        assert self._seen.setdefault(detail["id"], detail) == detail
