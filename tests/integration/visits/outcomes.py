"""The responses that the model allows to each kind of request, and the state after each of them.

The model performs one request at a time. But a request may refuse, or find its work done, by what it saw a
moment before. There the model looks at what was in flight at the same time, and allows no more than that.
"""

from collections.abc import Iterator

from testkit.clock import HOLD
from tests.integration.visits.model import OPEN, PROVIDERS, UNKNOWN, Booking, Request, State, Told

Outcome = tuple[int, str | None, State]  # a response's `http` and `what`, and the state after it


def _shown(state: State, booking: Booking, told: Told, after: Booking | None = None) -> Iterator[State]:
    """Yield the state in which the response shows the booking, which becomes `after`."""
    stands = after or booking
    if told == UNKNOWN:
        yield state.with_booking(stands)
    elif told.place == stands.place and (
        booking.id == told.booking_id or (booking.id is None and told.booking_id not in state.ids)
    ):
        yield state.with_booking(stands._replace(id=told.booking_id))


def _refusals(state: State, wanted: Booking) -> Iterator[Outcome]:
    """Yield why the booking cannot be in its place. Each of these is true by itself."""
    if state.against(wanted):
        yield 409, "taken", state
    if not 0 <= wanted.place.quarter < OPEN:
        yield 404, "not_found", state
    elif any(place.quarter >= OPEN for place in wanted.visit):
        yield 409, "too_short", state


def reserves(state: State, request: Request, told: Told) -> Iterator[Outcome]:
    wanted = Booking(request.number, request.who, request.service, request.place, until=state.now + HOLD)
    met = state.against(wanted)
    for each in met:
        if (each.who, each.service, each.place) == (wanted.who, wanted.service, wanted.place):
            for after in _shown(state, each, told):
                yield 200, each.status, after
            return
    refusals = list(_refusals(state, wanted))
    yield from refusals
    if not refusals:
        for after in _shown(state, wanted, told):
            yield 201, "held", after


def reserves_any(state: State, request: Request, told: Told) -> Iterator[Outcome]:
    """Yield what is possible if nobody was told whose time was chosen."""
    assert told == UNKNOWN
    for provider in PROVIDERS:
        place = request.place._replace(provider=provider)
        yield from reserves(state, request._replace(place=place), told)


def fails_to_reserve(state: State, request: Request, _told: Told) -> Iterator[Outcome]:
    """Yield the refusal of one provider's time, which the same client may have."""
    wanted = Booking(request.number, request.who, request.service, request.place)
    if state.against(wanted):
        yield 409, "taken", state


def confirms(state: State, request: Request, told: Told) -> Iterator[Outcome]:
    found = [each for each in state.live if each.is_for(request.who, request.place, request.booking_id)]
    for each in found:
        for after in _shown(state, each, told, each._replace(until=None)):
            yield 200, "confirmed", after
    if not found:
        yield 410, "hold_expired", state


def cancels(state: State, request: Request, _told: Told) -> Iterator[Outcome]:
    named = request.booking_id
    found = [each for each in state.live if each.is_for(request.who, request.place, named)]
    for each in found:
        yield 200, None, state.without(each, request.number, is_cancelled=True)
    gone = [
        (booking, by)
        for booking, by, is_cancelled in state.left
        if is_cancelled and booking.is_for(request.who, request.place, named)
    ]
    done = [booking for booking, _ in gone if named and booking.status == "confirmed"]
    # A request may have found a booking that another request then cancelled first.
    if done or any(by in request.during for _, by in gone):
        yield 200, None, state
    if not found and not done:
        yield 404, "not_found", state


def moves(state: State, request: Request, told: Told) -> Iterator[Outcome]:
    who, named = request.who, request.booking_id
    for each in state.live:
        if each.moved and each.moved[0] == request.place and each.is_for(who, request.to, named):
            for after in _shown(state, each, told):
                yield 200, "confirmed", after
            if each.moved[1] not in request.during:
                return
    found = [each for each in state.live if each.is_for(who, request.place, named)]
    if not found:
        yield 404, "not_found", state
    yield from _moves_from_there(state, request, told, found)
    # A request may have read a booking that another request then took away.
    for booking, by, _ in state.left:
        if by in request.during and booking.is_for(who, request.place, named):
            yield from _refused_moves(state, request, booking)


def _moves_from_there(state: State, request: Request, told: Told, found: list[Booking]) -> Iterator[Outcome]:
    for each in found:
        refusals = list(_refused_moves(state, request, each))
        yield from refusals
        if not refusals:
            moved = each._replace(place=request.to, moved=(request.place, request.number))
            freed = state.without(each, request.number, is_cancelled=False)
            for after in _shown(freed, each, told, moved):
                yield 200, "confirmed", after


def _refused_moves(state: State, request: Request, booking: Booking) -> Iterator[Outcome]:
    if booking.until:
        yield 409, "not_confirmed", state
    elif booking.service == "plain" and request.to.provider != request.place.provider:
        yield 422, "invalid", state
    else:
        yield from _refusals(state, booking._replace(place=request.to))
