"""Reads queues while the server runs, as Lambda does for the functions that template.yaml maps to them."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import event_bus, events, mappings
from local.runner import Runner

logger = logging.getLogger(__name__)
Message = Mapping[str, Any]
Handle = Callable[[Sequence[Message]], set[str]]  # returns the ids of the messages that failed

_WAIT_SECONDS = 1  # of a long poll; the server stops only after it
_TERMINAL = "holdfast-terminal"


@contextmanager
def read(endpoint: str, known: Mapping[str, str], runner: Runner) -> Iterator[None]:
    """Give each queue's messages to its function, and print each event of the bus as one line."""
    sqs, bus = event_bus.connect("sqs", endpoint), event_bus.connect("events", endpoint)
    terminal, arn = event_bus.queue(sqs, _TERMINAL)
    event_bus.rule(bus, known["EventBus"], _TERMINAL, {"source": ["holdfast"]}, {"terminal": arn})
    with ExitStack() as threads:
        threads.enter_context(reading(endpoint, terminal, show))
        for mapping in mappings.of_queues():
            queue, arn = known[mapping.source], known[f"{mapping.source}.Arn"]
            handle = partial(call, runner, mapping.function, arn)
            threads.enter_context(reading(endpoint, queue, handle, mapping.batch_size, mapping.at_once))
        yield


@contextmanager
def reading(
    endpoint: str, queue: str, handle: Handle, batch_size: int = 10, at_once: int = 1
) -> Iterator[None]:
    """Handle the queue's messages in threads of their own. At the end, first handle those that are left."""
    stopped, turn = threading.Event(), threading.Lock()
    sqs = event_bus.connect("sqs", endpoint)  # not in the threads: making a client is not thread-safe
    reader = partial(_read, sqs, queue, handle, batch_size, stopped=stopped, turn=turn)
    threads = [threading.Thread(target=reader, daemon=True) for _ in range(at_once)]
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


def _read(
    sqs: Any, queue: str, handle: Handle, batch_size: int, *, stopped: threading.Event, turn: threading.Lock
) -> None:
    while True:
        is_last = stopped.is_set()
        try:
            found = handle_some(sqs, queue, handle, batch_size, 0 if is_last else _WAIT_SECONDS, turn=turn)
        except (BotoCoreError, ClientError):
            found = False  # MiniStack may have ended, and then the server says so
            stopped.wait(_WAIT_SECONDS)
        if is_last and not found:
            return


def handle_some(
    sqs: Any,
    queue: str,
    handle: Handle,
    batch_size: int,
    wait: int,
    *,
    turn: AbstractContextManager[Any] | None = None,
) -> bool:
    """Handle some messages and delete those that did not fail; return False if there were none.

    The queue shows a failed message again after its VisibilityTimeout. Only one thread at a time waits for
    messages; it has the `turn`.
    """
    with turn or nullcontext():
        messages = sqs.receive_message(
            QueueUrl=queue,
            MaxNumberOfMessages=min(batch_size, 10),
            WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["All"],
        ).get("Messages", [])
    if not messages:
        return False
    failed = handle(messages)
    for message in messages:
        if message["MessageId"] not in failed:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return True
