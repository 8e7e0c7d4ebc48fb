"""Takes the messages of a queue one by one. One that fails does not keep the others waiting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from holdfast.core import telemetry

Step = Callable[[], int]
Message = dict[str, Any]


@dataclass
class Batch:
    """`done` is the sum of what the steps returned. `failed` has the ids of messages that must come back."""

    done: int = 0
    failed: list[str] = field(default_factory=list)
    errors: set[str] = field(default_factory=set)

    @property
    def response(self) -> dict[str, Any]:
        """Return what the function returns, in the form that Lambda asks for."""
        return {"batchItemFailures": [{"itemIdentifier": each} for each in self.failed]}


def take(
    messages: Iterable[Message], steps_of: Callable[[str], Iterable[Step]], has_time: Callable[[], bool]
) -> Batch:
    """Take all steps of each message, as long as `has_time` returns True; the rest must come back.

    `steps_of` gets the body of a message. The log line names the errors, but not what they say, because that
    may contain an address.
    """
    batch = Batch()
    for message in messages:
        if not _is_done(message["body"], steps_of, has_time, batch):
            batch.failed.append(message["messageId"])
    if batch.errors:
        telemetry.annotate(level="WARN", error=", ".join(sorted(batch.errors)))
    return batch


def _is_done(
    body: str, steps_of: Callable[[str], Iterable[Step]], has_time: Callable[[], bool], batch: Batch
) -> bool:
    """Return True if each step was taken. One that fails does not keep the others of its message either."""
    steps: list[Step] = []
    is_done = has_time() and _is_taken(lambda: steps.extend(steps_of(body)), batch)
    for step in steps:
        is_done &= has_time() and _is_taken(step, batch)
    return is_done


def _is_taken(step: Callable[[], int | None], batch: Batch) -> bool:
    try:
        batch.done += step() or 0
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one message must not stop the others
        batch.errors.add(telemetry.error_name(error))
        return False
    return True
