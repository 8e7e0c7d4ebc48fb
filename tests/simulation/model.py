"""One slot, one thing at a time: what a history of answers must be explicable by.

A history is linearizable if its operations can be put into an order that respects which ended before
which began, and in which each answer is the one this model gives.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.simulation.schedule import Actor, ended_before

UNKNOWN = (503, "unavailable")


class State(NamedTuple):
    """Who has the slot, and until when: None is confirmed, for good."""

    now: int
    holder: str | None = None
    until: int | None = None

    @property
    def live(self) -> str | None:
        return self.holder if self.until is None or self.until > self.now else None


def step(state: State, name: str, answer: Any, hold_seconds: int, *, in_flight: bool = False) -> list[State]:
    """Return what may be after the operation; nothing, if it would not have given this answer.

    An operation without an answer had its effect or had none. A confirm that was in flight when its hold
    lapsed may still arrive, while nobody else has the slot. Whether the time is open is checked where each
    operation reads it; here 404 and 409 for it change nothing.
    """
    who, _, verb = name.partition(" ")
    if name == "time passes":
        return [state._replace(now=state.now + hold_seconds)]
    if verb.startswith("reserves"):
        return _reserve(state, who, answer, state.now + hold_seconds)
    if verb == "confirms":
        return _confirm(state, who, answer, in_flight=in_flight)
    if verb == "cancels":
        return _cancel(state, who, answer)
    return [state]


def _reserve(state: State, who: str, answer: tuple[int, str], until: int) -> list[State]:
    held = [State(state.now, who, until)] if state.live is None else []
    legal = {
        (201, "held"): held,
        (200, "held"): [state] if state.live == who else [],
        (200, "confirmed"): [state] if state.live == who else [],
        (409, "taken"): [state] if state.live not in {None, who} else [],
        UNKNOWN: [state, *held],
    }
    return legal.get(answer, [state])


def _confirm(state: State, who: str, answer: tuple[int, str], *, in_flight: bool) -> list[State]:
    confirmed = [State(state.now, who)] if who in {state.live, in_flight and state.holder} else []
    legal = {
        (200, "confirmed"): confirmed,
        (410, "hold_expired"): [state] if state.live != who else [],
        UNKNOWN: [state, *confirmed],
    }
    return legal.get(answer, [state])


def _cancel(state: State, who: str, answer: tuple[int, str]) -> list[State]:
    theirs = state.live is not None and who in {state.live, "dana"}
    after = State(state.now) if theirs else state  # or it was gone when the delete came, as was asked for
    if answer == UNKNOWN:
        return [state, after]
    if answer[0] == 200:
        return [after]
    return [] if answer[0] == 404 and theirs else [state]


def is_linearizable(actors: Sequence[Actor], start: State, hold_seconds: int) -> bool:
    """Search for such an order, depth first."""
    everybody = range(len(actors))
    before = [{n for n in everybody if ended_before(actors[n], actor)} for actor in actors]
    clocks = [n for n in everybody if actors[n].operation.name == "time passes"]
    in_flight = [any(clock not in before[n] for clock in clocks) for n in everybody]

    def after(state: State, n: int) -> list[State]:
        return step(state, actors[n].operation.name, actors[n].result, hold_seconds, in_flight=in_flight[n])

    waiting = [(start, frozenset(everybody))]
    seen = set()
    while waiting:
        state, left = waiting.pop()
        if not left:
            return True
        if (state, left) in seen:
            continue
        seen.add((state, left))
        ready = [n for n in left if left.isdisjoint(before[n])]
        # Whoever never changes anything may come first: it would be in nobody's way.
        idle = next((n for n in ready if _is_idle(actors[n]) and after(state, n)), None)
        for n in ready if idle is None else [idle]:
            waiting += [(each, left - {n}) for each in after(state, n)]
    return False


def _is_idle(actor: Actor) -> bool:
    """Tell whether its answer says that it changed nothing, whatever the state was."""
    changes = [(201, "held"), (200, "confirmed"), (200, "available"), (200, "closed"), UNKNOWN, None]
    return actor.result not in changes
