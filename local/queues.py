"""Reads queues while the server runs, as Lambda does for the functions that template.yaml maps to them."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import event_bus, events, mappings
from local.runner import Runner

logger = logging.getLogger(__name__)
Message = Mapping[str, Any]
Handle = Callable[[Sequence[Message]], set[str]]  # returns the ids of the messages that failed

_WAIT_SECONDS = 1  # of a long poll; the server stops only after it
_MOST_IN_A_REQUEST = 10  # messages; SQS takes and returns no more in one request
_TERMINAL = "holdfast-terminal"


@contextmanager
def read(endpoint: str, known: Mapping[str, str], runner: Runner) -> Iterator[None]:
    """Give each queue's messages to its function, and print each event of the bus as one line."""
    sqs, bus = event_bus.connect("sqs", endpoint), event_bus.connect("events", endpoint)
    terminal, arn = event_bus.queue(sqs, _TERMINAL)
    event_bus.rule(bus, known["EventBus"], _TERMINAL, {"source": ["holdfast"]}, {"terminal": arn})
    stopped = threading.Event()
    with ExitStack() as threads:
        threads.enter_context(reading(endpoint, terminal, show, stopped=stopped))
        for mapping in mappings.of_queues():
            queue, arn = known[mapping.source], known[f"{mapping.source}.Arn"]
            handle = partial(call, runner, mapping.function, arn)
            reader = reading(endpoint, queue, handle, mapping.batch_size, mapping.at_once, stopped=stopped)
            threads.enter_context(reader)
        threads.callback(stopped.set)  # for all of them, before the first one is waited for
        yield


@contextmanager
def reading(
    endpoint: str,
    queue: str,
    handle: Handle,
    batch_size: int = 10,
    at_once: int = 1,
    *,
    stopped: threading.Event | None = None,
) -> Iterator[None]:
    """Handle the queue's messages in threads of their own. At the end, first handle those that are left.

    The end is when `stopped` is set, or when the caller leaves.
    """
    stopped = stopped or threading.Event()
    # Not in the threads: making a client is not thread-safe.
    reader = Reader(event_bus.connect("sqs", endpoint), queue, handle, batch_size)
    threads = [threading.Thread(target=reader.run, args=(stopped,), daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        deadline = time.monotonic() + 5 + _WAIT_SECONDS
        for thread in threads:
            thread.join(timeout=max(0, deadline - time.monotonic()))


def call(runner: Runner, function: str, arn: str, messages: Sequence[Message]) -> set[str]:
    """Call the function with the messages. Return the ids of those that it reports as failed."""
    try:
        result = runner.call(function, events.of_queue(messages, arn)) or {}
    except Exception:
        logger.exception("%s failed", function)
        return {message["MessageId"] for message in messages}
    return {failure["itemIdentifier"] for failure in result.get("batchItemFailures", [])}


def show(messages: Sequence[Message]) -> set[str]:
    """Print one line for each event: its type and its id."""
    for message in messages:
        event = json.loads(message["Body"])["detail"]
        line = f"{time.strftime('%H:%M:%S')} event {event['type']} {event['id']}\n"
        print(line, end="", flush=True)  # in one write, so that no request's line comes in between
    return set()


class Reader:
    """Reads a queue for any number of threads. Only one at a time asks for messages, for all of them."""

    def __init__(self, sqs: Any, queue: str, handle: Handle, batch_size: int) -> None:
        self._sqs, self._queue, self._handle, self._batch_size = sqs, queue, handle, batch_size
        self._turn = threading.Lock()
        self._waiting: deque[Message] = deque()  # received, but not handled yet
        self._done: deque[Message] = deque()  # handled, but not deleted yet

    def run(self, stopped: threading.Event) -> None:
        """Handle messages until `stopped` is set and the queue shows none."""
        while True:
            is_last = stopped.is_set()
            try:
                found = self.handle_some(stopped)
            except (BotoCoreError, ClientError):
                found = False  # MiniStack may have ended, and then the server says so
                stopped.wait(_WAIT_SECONDS)
            if is_last and not found:
                return

    def handle_some(self, stopped: threading.Event) -> bool:
        """Handle a batch; return False if there was no message for a while.

        What did not fail is deleted before the next messages are asked for. The queue shows a failed message
        again after its VisibilityTimeout.
        """
        messages = self._next_batch(stopped)
        if messages:
            failed = self._handle(messages)
            self._done += [message for message in messages if message["MessageId"] not in failed]
        return bool(messages)

    def _next_batch(self, stopped: threading.Event) -> list[Message]:
        with self._turn:
            if not self._waiting:
                self._delete_done()
                # Ask here, after the wait for the turn, or each thread would wait once more before it stops.
                self._waiting += self._received(0 if stopped.is_set() else _WAIT_SECONDS)
            size = min(self._batch_size, len(self._waiting))
            return [self._waiting.popleft() for _ in range(size)]

    def _received(self, wait: int) -> list[Message]:
        received: list[Message] = self._sqs.receive_message(
            QueueUrl=self._queue,
            MaxNumberOfMessages=_MOST_IN_A_REQUEST,
            WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["All"],
        ).get("Messages", [])
        return received

    def _delete_done(self) -> None:
        while self._done:
            some = [self._done.popleft() for _ in range(min(_MOST_IN_A_REQUEST, len(self._done)))]
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(some)
            ]
            self._sqs.delete_message_batch(QueueUrl=self._queue, Entries=entries)
