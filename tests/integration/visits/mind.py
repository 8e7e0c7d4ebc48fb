"""Choose the next request of a user, mostly about a booking that the user was told of."""

import random

from tests.integration.visits.model import OPEN, PROVIDERS, SHAPES, UNKNOWN, Place, Request, Told


class Mind:
    """What one user knows. `known` has what the user was told of bookings, the newest last."""

    def __init__(self, who: str, rng: random.Random, known: list[Told]) -> None:
        self._who, self._rng, self._known = who, rng, known
        self._is_doctor = who in PROVIDERS
        self._unsure: Request | None = None

    def learn(self, request: Request, told: Told) -> None:
        self._unsure = request if told == UNKNOWN else None
        if told.booking_id:
            self._known.append(told)
        elif told.http in {404, 410} and self._rng.random() < 0.8:  # else it tries again
            self._known[:] = [each for each in self._known if each.place != request.place]

    def next_request(self) -> Request:
        """Return a new request, or the last one again if nobody told its outcome."""
        if self._unsure and self._rng.random() < 0.7:
            return self._unsure
        newest = {told.booking_id: told for told in self._known[-8:]}.values()
        known = [told for told in newest if told.place and self._is_mine(told.place)]
        about = self._rng.choice(known[-3:]) if known and self._rng.random() < 0.9 else None
        verb = self._rng.choice(self._verbs_for(about))
        if verb.startswith("reserves"):
            return self._reservation(verb)
        place = about.place if about and about.place else self._some_place()
        named = about.booking_id if about and self._rng.random() < 0.5 else None
        request = Request(0, self._who, verb, place, booking_id=named)
        return request._replace(to=self._near(place)) if verb == "moves" else request

    def _verbs_for(self, about: Told | None) -> list[str]:
        if self._is_doctor:
            return ["cancels", *["moves"] * 3]
        if not about:
            return ["reserves"] * 6 + ["reserves any", "reserves any", "confirms", "cancels", "moves"]
        if about.what == "held":
            return ["confirms"] * 5 + ["cancels", "reserves", "moves"]
        return ["moves"] * 5 + ["cancels", "cancels", "reserves", "confirms"]

    def _is_mine(self, place: Place) -> bool:
        return not self._is_doctor or place.provider == self._who

    def _some_place(self) -> Place:
        provider = self._who if self._is_doctor else self._rng.choice(PROVIDERS)
        return Place(provider, self._rng.randrange(OPEN))

    def _reservation(self, verb: str) -> Request:
        service = self._rng.choice([name for name in SHAPES if (verb, name) != ("reserves any", "plain")])
        # A reservation with any provider that reaches closing time would be refused for another reason.
        last = OPEN - SHAPES[service].quarters + (verb == "reserves")
        first = self._rng.randint(0, min(last, OPEN - 1))
        return Request(0, self._who, verb, Place(self._rng.choice(PROVIDERS), first), service)

    def _near(self, place: Place) -> Place:
        if not self._is_doctor and self._rng.random() < 0.3:
            return place._replace(provider=next(name for name in PROVIDERS if name != place.provider))
        return place._replace(quarter=place.quarter + self._rng.choice([-1, 1]))
