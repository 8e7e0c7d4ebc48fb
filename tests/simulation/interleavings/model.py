"""A model of one slot, which performs one operation at a time. It must explain the responses of each run.

A run is linearizable if the model gives the same responses when it performs the operations in some order.
In that order, an operation that ended before another operation began must also come first.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.simulation.schedule import Actor, ended_before

UNKNOWN = (503, "unavailable")
KEYED = {"alice reserves", "alice reserves again"}  # one request, sent twice
IN_FLIGHT = 60


class State(NamedTuple):
    """The time, and the slot's holder.

    `until` is when the hold lapses, or None for an appointment. Alice's key is forgotten at `key_until`.
    """

    now: int
    holder: str | None = None
    until: int | None = None
    key_until: int = 0

    @property
    def live(self) -> str | None:
        return self.holder if self.until is None or self.until > self.now else None


Legal = dict[Any, list[State]]

# The model does not know whether the slot is open or which clients exist. So it accepts these responses in
# any state, and keeps the state.
IDLE = {
    "reserves": [(404, "not_found")],
    "confirms": [(409, "slot_withdrawn")],
    "cancels": [],
}


def step(state: State, name: str, response: Any, hold_seconds: int, behind: int = 0) -> list[State]:
    """Return the possible states after the operation. The list is empty if this response is impossible.

    An operation with an unknown outcome may or may not have taken effect.

    `behind` counts the concurrent "time passes" operations that come earlier in the order. The operation may
    have read the clock before they ran. Then the operation can make a hold that has already lapsed. It can
    also confirm a lapsed hold, if nobody else has taken the slot.
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
        (200, "available"): free,  # also legal if the hold ended after the request had read the hold
        (200, "closed"): free,
        (404, "not_found"): [] if theirs else [state],
        UNKNOWN: [state, *free],
    }


def is_linearizable(actors: Sequence[Actor], start: State, hold_seconds: int) -> bool:
    """Tell whether some order of the operations explains their responses. Search depth first."""
    everybody = frozenset(range(len(actors)))
    before = [{n for n in everybody if ended_before(actors[n], actor)} for actor in actors]
    clocks = {n for n in everybody if actors[n].operation.name == "time passes"}
    meanwhile = [{c for c in clocks - before[n] if n not in before[c]} for n in everybody]

    def after(state: State, n: int, left: frozenset[int]) -> list[State]:
        behind = len(meanwhile[n] - left)
        return step(state, actors[n].operation.name, actors[n].result, hold_seconds, behind)

    waiting = [(start, everybody)]
    seen = set()
    while waiting:
        state, left = waiting.pop()
        if not left:
            return True
        if (state, left) in seen:
            continue
        seen.add((state, left))
        ready = [n for n in left if left.isdisjoint(before[n])]
        # Try only one operation next, if one is possible now and changes nothing. The other operations can
        # still follow that operation in any order.
        idle = next((n for n in ready if _is_idle(actors[n]) and after(state, n, left)), None)
        for n in ready if idle is None else [idle]:
            waiting += [(each, left - {n}) for each in after(state, n, left)]
    return False


def _is_idle(actor: Actor) -> bool:
    """Tell whether the response alone shows that the operation changed nothing."""
    changes = [(201, "held"), (200, "confirmed"), (200, "available"), (200, "closed"), UNKNOWN, None]
    return actor.result not in changes
