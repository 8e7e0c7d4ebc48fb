"""Run several operations turn by turn, in an order that the caller chooses.

The first turn of an operation runs it up to its first call to DynamoDB. Each later turn sends the waiting
call and runs up to the next one.

What an operation does next depends only on the clock and the responses that it has read. So a turn runs the
operation again from its beginning, with the same clock and the same responses, and stops it at its next call.
The operation remembers its steps: where another run has read the same, it does the same.
"""

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Engine, Ids, Send, direct
from tests.simulation.wire import aws_response


class Step(NamedTuple):
    """What an operation does in a turn: it makes a call, or it ends with a result or an error."""

    call: str | None = None
    send: Send | None = None
    result: Any = None
    error: Exception | None = None


class Reading(NamedTuple):
    """What an operation has read in a turn: the clock, and the response to the call that waited, if any."""

    now: int
    status: int = 0
    content: bytes = b""


class Moment(NamedTuple):
    """The table, as a digest, and the time, just before an operation continues."""

    digest: str
    now: int


@dataclass(frozen=True)
class Operation:
    """A request to Holdfast, or an event such as the passing of time.

    An event makes no calls. It changes the engine itself, so it remembers no steps.
    """

    name: str
    run: Callable[[], Any]
    steps: dict[tuple[str, str], Step] = field(default_factory=dict, compare=False, repr=False)


@dataclass
class Actor:
    """The progress of an operation in a run. Its random ids derive from `ids`."""

    operation: Operation
    ids: str = ""
    readings: tuple[Reading, ...] = ()
    saw: str = ""  # a digest of the readings
    calls: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()  # one for each turn
    waiting: Send | None = None
    result: Any = None
    error: Exception | None = None
    invoked: int | None = None
    finished: int | None = None

    def read(self, reading: Reading) -> None:
        self.readings += (reading,)
        self.saw = hashlib.sha256(f"{self.saw} {reading.now} ".encode() + reading.content).hexdigest()


class Run:
    """Runs some operations turn by turn, in an order that the caller chooses."""

    def __init__(self, engine: Engine, operations: Sequence[Operation]) -> None:
        self.engine = engine
        names = [operation.name for operation in operations]
        self.actors = [
            Actor(operation, f"{names[:n].count(operation.name)} {operation.name}")
            for n, operation in enumerate(operations)
        ]
        self.schedule: list[int] = []

    def copy(self) -> Self:
        """Return a run that can go on in another way. The engine is not copied."""
        other = copy.copy(self)
        other.actors = [copy.copy(actor) for actor in self.actors]
        other.schedule = [*self.schedule]
        return other

    @property
    def ready(self) -> list[int]:
        return [n for n, actor in enumerate(self.actors) if actor.finished is None]

    def turn(self, number: int) -> None:
        """Let one operation run up to its next call, or to its end."""
        actor = self.actors[number]
        self.schedule.append(number)
        actor.invoked = actor.invoked or len(self.schedule)
        actor.moments += (Moment(self.engine.digest, self.engine.now),)
        now, response = self.engine.now, actor.waiting() if actor.waiting else None
        actor.read(Reading(now, response.status_code, response.content) if response else Reading(now))
        step = self._step(actor)
        actor.waiting = step.send
        if step.call:
            actor.calls += (step.call,)
        else:
            actor.result, actor.error, actor.finished = step.result, step.error, len(self.schedule)

    def _step(self, actor: Actor) -> Step:
        steps, place = actor.operation.steps, (actor.ids, actor.saw)
        if place in steps:
            return steps[place]
        step = self._perform(actor)
        if step.call or actor.calls:
            steps[place] = step
        return step

    def _perform(self, actor: Actor) -> Step:
        replay = _Replay(self.engine, actor.readings)
        self.engine.intercept, ids = replay, self.engine.ids
        self.engine.ids = Ids(actor.ids)
        try:
            return Step(result=actor.operation.run())
        except _Stopped:
            return replay.step
        except Exception as error:  # noqa: BLE001 - check_turn reports it
            return Step(error=error)
        finally:
            self.engine.intercept, self.engine.ids = direct, ids
            assert not replay.left, f"{actor.operation.name} did not repeat itself"


class _Replay:
    """Gives an operation the clock and the responses of earlier turns, and stops it at its next call."""

    def __init__(self, engine: Engine, readings: Sequence[Reading]) -> None:
        first, *self.left = readings
        self.step = Step()
        self._engine = engine
        engine.now = first.now

    def __call__(self, operation: str, _request: Any, send: Send) -> AWSResponse:
        if not self.left:
            self.step = Step(operation, send)
            raise _Stopped
        reading = self.left.pop(0)
        self._engine.now = reading.now
        return aws_response(reading.status, reading.content)


class _Stopped(BaseException):
    """Raised to stop an operation at its next call."""
