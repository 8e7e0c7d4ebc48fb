"""Check a history of requests on visits against the model."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import NamedTuple

from testkit.clock import HOLD
from tests.integration.visits import outcomes
from tests.integration.visits.model import PROVIDERS, UNKNOWN, Request, State, Told
from tests.simulation.linearizability import can_explain, overlapping


class Happened(NamedTuple):
    """A request, its response, and the moments at which it began and ended."""

    request: Request
    told: Told
    invoked: int
    finished: int


def described(one: Happened) -> str:
    """Describe a request and its response in one line."""
    request, told, invoked, finished = one
    named = f" #{request.booking_id}" if request.booking_id else ""
    to = f" to {request.to.provider} {request.to.quarter}" if request.verb == "moves" else ""
    where = f"{request.service} at {request.place.provider} {request.place.quarter}{to}{named}"
    shown = f"#{told.booking_id} at {told.place.provider} {told.place.quarter}" if told.place else ""
    return f"{invoked}-{finished}: {request.who} {request.verb} {where}: {told.http} {told.what} {shown}"


def explains(history: Sequence[Happened], start: State) -> bool:
    """Tell whether the model explains the history."""
    plain = [each for one in history for each in _as_plain(one)]
    during = overlapping(plain)
    clocks = {number for number, each in enumerate(plain) if each.request.verb == "passes"}

    def after(state: State, number: int, left: frozenset[int]) -> list[State]:
        request, told, _, _ = plain[number]
        request = request._replace(number=number, during=during[number])
        return list(step(state, request, told, len(during[number] & clocks - left)))

    def is_idle(number: int) -> bool:
        told = plain[number].told
        return told.http >= HTTPStatus.BAD_REQUEST and told != UNKNOWN

    return can_explain(plain, start, after, is_idle)


def _as_plain(one: Happened) -> list[Happened]:
    """Return requests for one provider's time that explain the response to one with any provider.

    If a provider was chosen, it is a reservation with that one. If it was refused, the time of each provider
    was taken at some moment, but perhaps never that of both.
    """
    request, told, _, _ = one
    if request.verb != "reserves any" or told == UNKNOWN:
        return [one]
    if told.place:
        return [one._replace(request=request._replace(verb="reserves", place=told.place))]
    both = [request.place._replace(provider=name) for name in PROVIDERS]
    return [one._replace(request=request._replace(verb="fails to reserve", place=place)) for place in both]


def step(state: State, request: Request, told: Told, behind: int = 0) -> set[State]:
    """Return the states that are possible after this response; none if the response is wrong.

    The request may have read the clock up to `behind` hold periods ago.
    """
    if request.verb == "passes":
        return {state._replace(now=state.now + HOLD)}
    if request.verb == "looks":
        return {state} if _sees(state, told) else set()
    clocks = [state.now - times * HOLD for times in range(behind + 1)]
    after = {each for now in clocks for each in _at(state._replace(now=now), request, told)}
    return {each._replace(now=state.now) for each in after}


def _at(state: State, request: Request, told: Told) -> Iterator[State]:
    if told == UNKNOWN:
        yield state
    for http, what, after in VERBS[request.verb](state, request, told):
        if told == UNKNOWN or (told.http, told.what) == (http, what or told.what):
            yield after


def _sees(state: State, told: Told) -> bool:
    """Tell whether the last request found each live booking, and nothing else."""
    live = {(each.place, each.who, each.status): each.id for each in state.live}
    seen = {(place, who, status): booking_id for place, who, status, booking_id in told.seen}
    return live.keys() == seen.keys() and all(live[key] in {None, seen[key]} for key in live)


VERBS = {
    "reserves": outcomes.reserves,
    "reserves any": outcomes.reserves_any,
    "fails to reserve": outcomes.fails_to_reserve,
    "confirms": outcomes.confirms,
    "cancels": outcomes.cancels,
    "moves": outcomes.moves,
}
