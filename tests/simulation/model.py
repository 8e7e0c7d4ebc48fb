"""One slot, one thing at a time: what a history of answers must be explicable by.

A history is linearizable if its operations can be put into an order that respects which ended before
which began, and in which each answer is the one this model gives.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.simulation.schedule import Actor, ended_before


class State(NamedTuple):
    """Who has the slot, and until when: None is confirmed, for good."""

    now: int
    holder: str | None = None
    until: int | None = None

    @property
    def live(self) -> str | None:
        return self.holder if self.until is None or self.until > self.now else None


def step(state: State, name: str, answer: Any, hold_seconds: int) -> State | None:
    """Return the state after the operation, or None if it would not have given this answer.

    Whether the time is open is checked where each operation reads it; here 404 and 409 for it change nothing.
    """
    who, _, verb = name.partition(" ")
    if name == "time passes":
        return state._replace(now=state.now + hold_seconds)
    if verb.startswith("reserves"):
        return _reserve(state, who, answer, state.now + hold_seconds)
    if verb == "confirms":
        return _confirm(state, who, answer)
    if verb == "cancels":
        return _cancel(state, who, answer)
    return state


def _reserve(state: State, who: str, answer: tuple[int, str], until: int) -> State | None:
    legal = {
        (201, "held"): state.live is None,
        (200, "held"): state.live == who,
        (200, "confirmed"): state.live == who,
        (409, "taken"): state.live not in {None, who},
    }
    after = State(state.now, who, until) if answer[0] == 201 else state
    return after if legal.get(answer, True) else None


def _confirm(state: State, who: str, answer: tuple[int, str]) -> State | None:
    legal = {(200, "confirmed"): state.live == who, (410, "hold_expired"): state.live != who}
    after = State(state.now, who) if answer[0] == 200 else state
    return after if legal.get(answer, True) else None


def _cancel(state: State, who: str, answer: tuple[int, str]) -> State | None:
    theirs = state.live is not None and who in {state.live, "dana"}
    if answer[0] == 200:  # or it was gone when the delete came, as was asked for
        return State(state.now) if theirs else state
    return state if answer[0] != 404 or not theirs else None


def is_linearizable(actors: Sequence[Actor], start: State, hold_seconds: int) -> bool:
    """Search for such an order, depth first."""
    waiting = [(start, frozenset(range(len(actors))))]
    seen = set()
    while waiting:
        state, left = waiting.pop()
        if not left:
            return True
        if (state, left) in seen:
            continue
        seen.add((state, left))
        for number in left:
            if any(ended_before(actors[other], actors[number]) for other in left - {number}):
                continue
            actor = actors[number]
            if after := step(state, actor.operation.name, actor.result, hold_seconds):
                waiting.append((after, left - {number}))
    return False
