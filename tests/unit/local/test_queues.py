"""A queue's messages reach its function as from Lambda, and only those that it took are deleted."""

import json
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from local import event_bus, queues
from local.runner import Runner

ARN = "arn:aws:sqs:eu-central-1:123456789012:todo"
STOPPED = threading.Event()
STOPPED.set()


class Queue:
    """Stands in for a queue with these messages. It shows each message once."""

    def __init__(self, *bodies: Any) -> None:
        self.messages = [
            {
                "MessageId": str(number),
                "ReceiptHandle": f"r{number}",
                "Body": json.dumps(body),
                "MD5OfBody": "",
            }
            for number, body in enumerate(bodies)
        ]
        self.deleted: list[str] = []

    def receive_message(self, MaxNumberOfMessages: int, **_: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        shown, self.messages = self.messages[:MaxNumberOfMessages], self.messages[MaxNumberOfMessages:]
        return {"Messages": shown} if shown else {}

    def delete_message_batch(self, Entries: list[dict[str, str]], **_: Any) -> None:  # noqa: N803 - AWS's name
        assert len({entry["Id"] for entry in Entries}) == len(Entries) <= 10
        self.deleted += [entry["ReceiptHandle"] for entry in Entries]


class Function(Runner):
    """Returns the result, or raises it."""

    def __init__(self, result: Any) -> None:
        super().__init__([])
        self.result = result
        self.events: list[Mapping[str, Any]] = []

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        assert name == "Todo"
        self.events.append(event)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def handle(queue: Queue, result: Any, batch_size: int = 10) -> Function:
    function = Function(result)
    reader = queues.Reader(queue, "url", partial(queues.call, function, "Todo", ARN), batch_size)
    while reader.handle_some(STOPPED):
        pass
    return function


@pytest.mark.parametrize("result", [None, {}, {"batchItemFailures": []}])
def test_messages_that_the_function_took_are_deleted(result: Any) -> None:
    queue = Queue("a", "b", "c")

    function = handle(queue, result, batch_size=2)

    assert [len(event["Records"]) for event in function.events] == [2, 1]
    assert {each["eventSourceARN"] for event in function.events for each in event["Records"]} == {ARN}
    assert queue.deleted == ["r0", "r1", "r2"]


def test_a_message_that_is_reported_as_failed_stays() -> None:
    queue = Queue("a", "b", "c")
    handle(queue, {"batchItemFailures": [{"itemIdentifier": "1"}]})

    assert queue.deleted == ["r0", "r2"]


def test_all_messages_stay_if_the_function_fails(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue("a", "b")
    handle(queue, LookupError())

    assert queue.deleted == []
    assert caplog.messages == ["Todo failed"]


class Slow(Queue):
    """Shows its messages one by one, and remembers how many threads have asked at the same time."""

    def __init__(self, *bodies: Any) -> None:
        super().__init__(*bodies)
        self.asking, self.most = 0, 0

    def receive_message(self, MaxNumberOfMessages: int, **_: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        self.asking += 1
        self.most = max(self.most, self.asking)
        shown = super().receive_message(MaxNumberOfMessages)
        self.asking -= 1
        return shown


def test_messages_are_handled_at_once_but_only_one_thread_asks_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue, together = Slow("a", "b", "c"), threading.Barrier(3)
    monkeypatch.setattr(event_bus, "connect", lambda *_: queue)

    def wait(_messages: Any) -> set[str]:
        together.wait(10)
        return set()

    with queues.reading("http://127.0.0.1", "url", wait, batch_size=1, at_once=3):
        pass

    assert (sorted(queue.deleted), queue.most) == (["r0", "r1", "r2"], 1)


def test_an_event_is_one_line_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    queue = Queue({"detail": {"type": "appointment.held", "id": "5-0"}})
    reader = queues.Reader(queue, "url", queues.show, 10)
    while reader.handle_some(STOPPED):
        pass

    assert capsys.readouterr().out[8:] == " event appointment.held 5-0\n"
    assert queue.deleted == ["r0"]


class Aws:
    """Stands in for SQS and EventBridge, and remembers what was asked for."""

    def __init__(self) -> None:
        self.attributes: dict[str, Any] = {}
        self.rules: dict[str, Any] = {}

    def create_queue(self, QueueName: str) -> Any:  # noqa: N803 - AWS's name
        return {"QueueUrl": f"url:{QueueName}"}

    def get_queue_attributes(self, QueueUrl: str, **_: Any) -> Any:  # noqa: N803 - AWS's name
        return {"Attributes": {"QueueArn": QueueUrl.replace("url", "arn")}}

    def set_queue_attributes(self, QueueUrl: str, Attributes: Any) -> None:  # noqa: N803 - AWS's names
        self.attributes[QueueUrl] = Attributes

    def create_event_bus(self, Name: str) -> Any:  # noqa: N803 - AWS's name
        return {"EventBusArn": f"bus:{Name}"}

    def put_rule(self, Name: str, EventBusName: str, EventPattern: str) -> None:  # noqa: N803 - AWS's names
        self.rules[Name] = (EventBusName, json.loads(EventPattern))

    def put_targets(self, Rule: str, EventBusName: str, Targets: Any) -> None:  # noqa: N803 - AWS's names
        self.rules[Rule] += (Targets,)


def test_queues_and_rules_are_made_as_the_template_says(monkeypatch: pytest.MonkeyPatch) -> None:
    resources = {
        "AWS::SQS::Queue": {
            "Todo": {
                "VisibilityTimeout": 90,
                "RedrivePolicy": {
                    "deadLetterTargetArn": {"Fn::GetAtt": ["DeadLetters", "Arn"]},
                    "maxReceiveCount": 5,
                },
                "SqsManagedSseEnabled": True,
            },
            "DeadLetters": {"MessageRetentionPeriod": 1_209_600},
        },
        "AWS::Events::EventBus": {"EventBus": {"Name": {"Ref": "AWS::StackName"}}},
        "AWS::Events::Rule": {
            "Confirmed": {
                "EventBusName": {"Ref": "EventBus"},
                "EventPattern": {"detail-type": ["appointment.confirmed"]},
                "Targets": [{"Id": "Todo", "Arn": {"Fn::GetAtt": ["Todo", "Arn"]}}],
            }
        },
    }
    aws = Aws()
    monkeypatch.setattr("local.template.resources", resources.__getitem__)
    monkeypatch.setattr(event_bus, "connect", lambda *_: aws)

    assert event_bus.ensure("http://127.0.0.1") == {
        "Todo": "url:holdfast-Todo",
        "Todo.Arn": "arn:holdfast-Todo",
        "DeadLetters": "url:holdfast-DeadLetters",
        "DeadLetters.Arn": "arn:holdfast-DeadLetters",
        "EventBus": "holdfast",
        "EventBus.Arn": "bus:holdfast",
    }
    redrive = '{"deadLetterTargetArn": "arn:holdfast-DeadLetters", "maxReceiveCount": 5}'
    assert aws.attributes == {"url:holdfast-Todo": {"VisibilityTimeout": "90", "RedrivePolicy": redrive}}
    targets = [{"Id": "Todo", "Arn": "arn:holdfast-Todo"}]
    assert aws.rules == {"Confirmed": ("holdfast", {"detail-type": ["appointment.confirmed"]}, targets)}
