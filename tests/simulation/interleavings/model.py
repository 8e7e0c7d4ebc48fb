"""Check the responses of a run against a simple model of one slot, which performs one operation at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.simulation.linearizability import can_explain, overlapping
from tests.simulation.schedule import Actor

UNKNOWN = (503, "unavailable")
KEYED = {"alice reserves", "alice reserves again"}  # both have the same idempotency key
IN_FLIGHT = 60


class State(NamedTuple):
    """The time, and who holds the slot.

    `until` is when a hold lapses. It is None for a confirmed appointment.
    `key_until` is when Holdfast forgets Alice's idempotency key.
    """

    now: int
    holder: str | None = None
    until: int | None = None
    key_until: int = 0

    @property
    def live(self) -> str | None:
        return self.holder if self.until is None or self.until > self.now else None


Legal = dict[Any, list[State]]

# The model accepts these responses at any time, because it does not know whether the slot is open or which
# clients exist.
IDLE = {
    "reserves": [(404, "not_found")],
    "confirms": [(409, "slot_withdrawn")],
    "cancels": [],
}


def step(state: State, name: str, response: Any, hold_seconds: int, behind: int = 0) -> list[State]:
    """Return the states that are possible after this response. The list is empty if the response is wrong.

    The operation may have read the clock up to `behind` hold periods ago.
    """
    if name == "time passes":
        return [state._replace(now=state.now + hold_seconds)]
    clocks = [state.now - times * hold_seconds for times in range(behind + 1)]
    after = [each for now in clocks for each in _at(state._replace(now=now), name, response, hold_seconds)]
    return [each._replace(now=state.now) for each in dict.fromkeys(after)]


def _at(state: State, name: str, response: Any, hold_seconds: int) -> list[State]:
    who, _, verb = name.partition(" ")
    verb = verb.partition(" ")[0]
    if verb not in IDLE or response in IDLE[verb]:
        return [state]
    if verb == "reserves":
        hold = state._replace(holder=who, until=state.now + hold_seconds)
        if name in KEYED and state.live is None and state.key_until > state.now:
            return [state] if response in {(410, "hold_expired"), UNKNOWN} else []
        if name in KEYED:
            hold = hold._replace(key_until=state.now + hold_seconds + IN_FLIGHT)
        legal = _reserve(state, who, hold)
    elif verb == "confirms":
        legal = _confirm(state, who)
    else:
        legal = _cancel(state, who)
    return legal.get(response, [])


def _reserve(state: State, who: str, hold: State) -> Legal:
    held = [hold] if state.live is None else []
    return {
        (201, "held"): held,
        (200, "held"): [state] if state.live == who else [],
        (200, "confirmed"): [state] if state.live == who else [],
        (409, "taken"): [state] if state.live not in {None, who} else [],
        UNKNOWN: [state, *held],
    }


def _confirm(state: State, who: str) -> Legal:
    confirmed = [state._replace(holder=who, until=None)] if state.live == who else []
    return {
        (200, "confirmed"): confirmed,
        (410, "hold_expired"): [state] if state.live != who else [],
        UNKNOWN: [state, *confirmed],
    }


def _cancel(state: State, who: str) -> Legal:
    theirs = state.live is not None and who in {state.live, "dana"}
    free = [state._replace(holder=None, until=None)] if theirs else [state] if state.live is None else []
    return {
        (200, "available"): free,  # legal even if the slot is free: a hold may have ended during the request
        (200, "closed"): free,
        (404, "not_found"): [] if theirs else [state],
        UNKNOWN: [state, *free],
    }


def is_linearizable(actors: Sequence[Actor], start: State, hold_seconds: int) -> bool:
    """Tell whether some order of the operations explains all responses."""
    clocks = {n for n, actor in enumerate(actors) if actor.operation.name == "time passes"}
    meanwhile = [clocks & others for others in overlapping(actors)]

    def after(state: State, n: int, left: frozenset[int]) -> list[State]:
        behind = len(meanwhile[n] - left)
        return step(state, actors[n].operation.name, actors[n].result, hold_seconds, behind)

    return can_explain(actors, start, after, lambda n: _is_idle(actors[n]))


def _is_idle(actor: Actor) -> bool:
    """Tell whether the response proves that the operation changed nothing."""
    changes = [(201, "held"), (200, "confirmed"), (200, "available"), (200, "closed"), UNKNOWN, None]
    return actor.result not in changes
