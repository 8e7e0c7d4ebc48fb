"""Plays the parts around webhooks: the queues, and an endpoint that takes the deliveries."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest

from holdfast.core import clock, settings
from holdfast.dynamodb import index_keys, table
from holdfast.dynamodb.expressions import KIND_UNTIL
from holdfast.model.delivery import Delivery
from holdfast.notifications import batch
from holdfast.webhooks import attempt, messages, post, retry
from holdfast.webhooks.addresses import Address
from testkit import clients
from testkit.interference import Call, pass_through

HIDDEN = 180  # seconds after which a message comes back, as in template.yaml
MINUTE = 60


class Killed(BaseException):
    """The process is gone. No code catches this."""


class Request(NamedTuple):
    """A request to the endpoint. `at` is in epoch seconds."""

    at: int
    address: Address
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Message:
    """A message of the queue of deliveries, which shows itself at `at`."""

    at: int
    body: str


@dataclass
class Office:
    """The queues, the endpoint and the functions. `outcomes` are the endpoint's next; then it is `usual`.

    `happens` is called while the endpoint responds. `tick` is called before and after each call to a service,
    with True after it.
    """

    outcomes: list[str] = field(default_factory=list)
    usual: str = "204"
    happens: Callable[[], object] = lambda: None
    tick: Callable[[bool], None] = lambda _: None
    requests: list[Request] = field(default_factory=list)
    queue: list[Message] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)

    def send_message(self, *, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> None:  # noqa: N803
        """Take the place of SQS."""
        self.tick(False)
        if QueueUrl.endswith("/mail"):
            self.mails.append(json.loads(MessageBody))
        else:
            assert QueueUrl.endswith("/deliveries")
            self.queue.append(Message(clock.now() + DelaySeconds, MessageBody))
        self.tick(True)

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> Any:  # noqa: N803
        for entry in Entries:
            self.send_message(QueueUrl=QueueUrl, MessageBody=entry["MessageBody"])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def post(self, address: Address, headers: Mapping[str, str], body: bytes) -> str:
        self.tick(False)
        self.requests.append(Request(clock.now(), address, dict(headers), body))
        happens, self.happens = self.happens, lambda: None
        happens()
        self.tick(True)
        return self.outcomes.pop(0) if self.outcomes else self.usual

    def handle(self, body: str) -> bool:
        """Give the function one message; return False if it must come back."""
        return not batch.take([{"messageId": "1", "body": body}], attempt.steps_of, lambda: True).failed

    def start_another_process(self) -> None:
        """Forget what a process remembers."""
        attempt._busy_until.clear()

    def ask(self, delivery: Delivery, *, at_once: bool = False) -> bool:
        return self.handle(messages.message(delivery.webhook_id, delivery.event_id, at_once=at_once))

    def asked(self) -> list[tuple[int, str, bool, int]]:
        """Take the messages out of the queue. Return what each asks for, and after how many seconds."""
        taken, self.queue = self.queue, []
        return [(*messages.read(each.body), each.at - clock.now()) for each in taken]

    def run(self, moving: Callable[[int], None], until: int) -> None:
        """Play the queue and the schedule up to a time. `moving` sets the clock.

        A process that is killed has not deleted its message, which comes back.
        """
        while (at := min(self._next_message(), self._next_sweep())) < until:
            moving(max(at, clock.now()))
            if self._next_message() <= clock.now():
                self._take(min(self.queue, key=lambda message: message.at))
            else:
                try:
                    retry.retry_deliveries(lambda: True)
                except Killed:
                    moving(clock.now() + MINUTE)
        moving(until)

    def _take(self, message: Message) -> None:
        message.at = clock.now() + HIDDEN
        try:
            is_done = self.handle(message.body)
        except Killed:
            return
        if is_done:
            self.queue.remove(message)

    def _next_message(self) -> int:
        return min((message.at for message in self.queue), default=2**40)

    def _next_sweep(self) -> int:
        """Return the first full minute at which a delivery is due."""
        (partition,) = index_keys.all_retry_pks()
        values = {"partition": partition, "until": 2**40}
        tick, self.tick = self.tick, lambda _: None  # the test asks, not a process
        rows = table.query(KIND_UNTIL, values, index="by_kind", page_size=1)
        due = next((row["by_kind_sk"] for row in rows), None)
        self.tick = tick
        return 2**40 if due is None else max(-(-due // MINUTE) * MINUTE, clock.now())


def opened(monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return an office that all code under test uses from now on."""
    office = Office()
    monkeypatch.setenv("MAIL_FROM", "appointments@practice.example")
    for read in (settings.webhook_settings, settings.mail_settings):
        read.cache_clear()
    clients.stand_in(monkeypatch, office, "sqs")
    monkeypatch.setattr(post, "post", office.post)
    office.start_another_process()

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        office.tick(False)
        response = real(name, **request)
        office.tick(True)
        return response

    pass_through(monkeypatch, passing)
    return office
