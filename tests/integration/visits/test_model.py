"""The model of visits refuses histories that cannot be. A model that allows too much finds too little."""

import pytest

from tests.integration.visits.explanation import Happened, explains
from tests.integration.visits.model import UNKNOWN, Place, Request, State, Told

One = tuple[Request, Told]

HELD, KEPT, CONFIRMED = (201, "held"), (200, "held"), (200, "confirmed")
TAKEN, GONE, EXPIRED, FREE = (409, "taken"), (404, "not_found"), (410, "hold_expired"), (200, "available")


def reserves(who: str, first: int, http: tuple[int, str], booking: int = 0, service: str = "two") -> One:
    return _one(Request(0, who, "reserves", _place(first), service), http, booking, first)


def confirms(who: str, first: int, http: tuple[int, str], booking: int = 0, named: int = 0) -> One:
    return _one(Request(0, who, "confirms", _place(first), booking_id=named or None), http, booking, first)


def cancels(who: str, first: int, http: tuple[int, str], named: int = 0) -> One:
    return _one(Request(0, who, "cancels", _place(first), booking_id=named or None), http, 0, first)


def moves(who: str, first: int, to: int, http: tuple[int, str], booking: int = 0) -> One:
    return _one(Request(0, who, "moves", _place(first), to=_place(to)), http, booking, to)


def looks(*seen: tuple[int, str, str, int]) -> One:
    found = frozenset((_place(first), who, status, booking) for first, who, status, booking in seen)
    return Request(0, "dana", "looks"), Told(200, seen=found)


def lost(one: One) -> One:
    return one[0], UNKNOWN


PASSES: One = Request(0, "time", "passes"), Told()


def _place(first: int) -> Place:
    return Place("dana", first)


def _one(request: Request, http: tuple[int, str], booking: int, first: int) -> One:
    return request, Told(*http, booking or None, _place(first) if booking else None)


def can_be(*some: One, at_once: int = 0) -> bool:
    """Tell whether the model explains these requests, each after the other, the last ones `at_once`."""
    moments = [min(number, len(some) - at_once) for number in range(len(some))]
    history = [Happened(*one, 2 * at, 2 * at + 1) for one, at in zip(some, moments, strict=True)]
    return explains(history, State(0))


P1_HOLDS = reserves("p1", 0, HELD, 7)
P1_BOOKS = [P1_HOLDS, confirms("p1", 0, CONFIRMED, 7)]
P1_MOVES = [*P1_BOOKS, moves("p1", 0, 1, CONFIRMED, 7)]

# What happened, and a last request with a response that is wrong, and with one that is right.
CASES = {
    "a hold over a part of another": ([P1_HOLDS], reserves("p2", 1, HELD, 8), reserves("p2", 1, TAKEN)),
    "a hold over a buffer": (
        [reserves("p1", 1, HELD, 7, "wide")],
        reserves("p2", 2, HELD, 8, "plain"),
        reserves("p2", 3, HELD, 8, "plain"),
    ),
    "a buffer over a hold": (
        [P1_HOLDS],
        reserves("p2", 2, HELD, 8, "wide"),
        reserves("p2", 3, HELD, 8, "wide"),
    ),
    "a false refusal": ([P1_HOLDS], reserves("p2", 2, TAKEN), reserves("p2", 2, HELD, 8)),
    "a refusal after the hold lapsed": (
        [P1_HOLDS, PASSES],
        reserves("p2", 1, TAKEN),
        reserves("p2", 1, HELD, 8),
    ),
    "too short in the middle": (
        [],
        reserves("p1", 3, (409, "too_short")),
        reserves("p1", 4, (409, "too_short")),
    ),
    "a second hold for the same visit": ([P1_HOLDS], reserves("p1", 0, HELD, 8), reserves("p1", 0, KEPT, 7)),
    "another service as the same visit": (
        [P1_HOLDS],
        reserves("p1", 0, KEPT, 7, "three"),
        reserves("p1", 0, TAKEN, service="three"),
    ),
    "a confirmation of a lapsed hold": (
        [P1_HOLDS, PASSES],
        confirms("p1", 0, CONFIRMED, 7),
        confirms("p1", 0, EXPIRED),
    ),
    "a confirmation without its parts": (
        [P1_HOLDS, PASSES, reserves("p2", 1, HELD, 8)],
        confirms("p1", 0, CONFIRMED, 7),
        confirms("p2", 1, CONFIRMED, 8),
    ),
    "a confirmation of another's hold": (
        [P1_HOLDS],
        confirms("p2", 0, CONFIRMED, 7),
        confirms("p2", 0, EXPIRED),
    ),
    "a confirmation of a part": ([P1_HOLDS], confirms("p1", 1, CONFIRMED, 7), confirms("p1", 1, EXPIRED)),
    "a confirmation of a booking that was not named": (
        [P1_HOLDS],
        confirms("p1", 0, CONFIRMED, 7, named=8),
        confirms("p1", 0, CONFIRMED, 7, named=7),
    ),
    "another booking shown": ([P1_HOLDS], confirms("p1", 0, CONFIRMED, 8), confirms("p1", 0, CONFIRMED, 7)),
    "a cancellation that freed nothing": (
        [*P1_BOOKS, cancels("dana", 0, FREE)],
        reserves("p2", 1, TAKEN),
        reserves("p2", 1, HELD, 8),
    ),
    "a cancellation of nothing": (
        [P1_HOLDS, cancels("p1", 0, FREE)],
        cancels("p1", 0, FREE),
        cancels("p1", 0, GONE),
    ),
    "a cancellation by a stranger": (P1_BOOKS, cancels("p2", 0, FREE), cancels("p2", 0, GONE)),
    "a cancellation where the booking was": (P1_MOVES, cancels("p1", 0, FREE, 7), cancels("p1", 1, FREE, 7)),
    "a repeated cancellation refused": (
        [*P1_BOOKS, cancels("p1", 0, FREE, 7)],
        cancels("p1", 0, GONE, 7),
        cancels("p1", 0, FREE, 7),
    ),
    "a move of a hold": (
        [P1_HOLDS],
        moves("p1", 0, 1, CONFIRMED, 7),
        moves("p1", 0, 1, (409, "not_confirmed")),
    ),
    "a move over another": (
        [*P1_BOOKS, reserves("p2", 2, HELD, 8)],
        moves("p1", 0, 1, CONFIRMED, 7),
        moves("p1", 0, 1, TAKEN),
    ),
    "a move refused for its own time": (P1_BOOKS, moves("p1", 0, 1, TAKEN), moves("p1", 0, 1, CONFIRMED, 7)),
    "a move that kept the old time": (
        P1_MOVES,
        reserves("p2", 0, TAKEN, 0, "plain"),
        reserves("p2", 0, HELD, 8, "plain"),
    ),
    "a move that did not take the new time": (
        P1_MOVES,
        reserves("p2", 2, HELD, 8, "plain"),
        reserves("p2", 2, TAKEN, 0, "plain"),
    ),
    "a move past closing": (
        [reserves("p1", 3, HELD, 7), confirms("p1", 3, CONFIRMED, 7)],
        moves("p1", 3, 4, CONFIRMED, 7),
        moves("p1", 3, 4, (409, "too_short")),
    ),
    "a move by a stranger": (P1_BOOKS, moves("p2", 0, 1, CONFIRMED, 7), moves("p2", 0, 1, GONE)),
    "a repeated move refused": (P1_MOVES, moves("p1", 0, 1, GONE), moves("p1", 0, 1, CONFIRMED, 7)),
    "a lost request with an effect that went away": (
        [lost(P1_HOLDS), reserves("p2", 1, HELD, 8)],
        confirms("p1", 0, CONFIRMED, 7),
        confirms("p1", 0, EXPIRED),
    ),
    "a lost move that was half done": (
        [*P1_BOOKS, lost(moves("p1", 0, 1, CONFIRMED, 7)), reserves("p2", 0, HELD, 8, "plain")],
        reserves("p3", 2, HELD, 9, "plain"),
        reserves("p3", 2, TAKEN, 0, "plain"),
    ),
    "a booking that is gone at the end": (P1_MOVES, looks(), looks((1, "p1", "confirmed", 7))),
    "a hold that nobody made": (
        [P1_HOLDS],
        looks((0, "p1", "held", 7), (2, "p2", "held", 8)),
        looks((0, "p1", "held", 7)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_model_refuses_what_cannot_be(case: str) -> None:
    happened, wrong, right = CASES[case]

    assert can_be(*happened, right)
    assert not can_be(*happened, wrong)


# Requests that cannot have got these responses one after the other, but can if all were in flight at once.
AT_ONCE = {
    "two cancellations of one hold": ([P1_HOLDS], [cancels("p1", 0, FREE), cancels("dana", 0, FREE)]),
    "two cancellations that name one hold": (
        [P1_HOLDS],
        [cancels("p1", 0, FREE, 7), cancels("dana", 0, FREE, 7)],
    ),
    "a hold confirmed by an earlier clock": ([P1_HOLDS], [PASSES, confirms("p1", 0, CONFIRMED, 7)]),
    "a move that saw first its booking, then another in its way": (
        P1_BOOKS,
        [cancels("dana", 0, FREE), reserves("p2", 1, HELD, 8), moves("p1", 0, 1, TAKEN)],
    ),
}


@pytest.mark.parametrize("case", AT_ONCE)
def test_some_responses_can_be_only_at_once(case: str) -> None:
    happened, last = AT_ONCE[case]

    assert can_be(*happened, *last, at_once=len(last))
    assert not can_be(*happened, *last)
