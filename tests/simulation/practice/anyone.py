"""Predict the response to a reservation with any provider of a service."""

from typing import NamedTuple

from holdfast.core.slots import Slot
from tests.simulation.practice import fits
from tests.simulation.practice.looks import booked
from tests.simulation.practice.model import NOT_FOUND, Practice, Verdict, refused
from tests.simulation.practice.things import Request, Sent


class Wish(NamedTuple):
    """A reservation with any provider; None means all of the service's."""

    who: str
    client_id: int
    service_id: int
    start: int
    provider_ids: tuple[int, ...] | None
    key: str | None

    @property
    def sent(self) -> Sent:
        body = self.client_id, self.service_id, self.start, self.provider_ids
        return Sent(self.who, body, Request(self.who, self.key, None) if self.key else None)


def refusal_or_repeat(practice: Practice, wish: Wish) -> Verdict | None:
    """Return the response if the request does not make a hold, otherwise None."""
    client = practice.own_client(wish.who, wish.client_id)
    if not client:
        return NOT_FOUND
    known = next((each for each in client.recent if wish.key and each.request == wish.sent.request), None)
    if known:
        if practice.head(known.visit.head) is not known.visit:
            return refused(410, "hold_expired")
        if known.visit.sent.body != wish.sent.body:
            return refused(422, "key_reused")
        return Verdict(200, booked(practice, known.visit))
    candidates = _candidates(practice, wish)
    if not candidates:
        return NOT_FOUND
    refusals = [_refusal(practice, wish, slot) for slot in candidates]
    return None if None in refusals else _most_useful(practice, wish, candidates)


def best(practice: Practice, wish: Wish) -> set[Slot]:
    """Return the starts that the request may get, with the providers who have the least booked that day."""
    able = [slot for slot in _candidates(practice, wish) if not _refusal(practice, wish, slot)]
    loads = {slot: _load(practice, slot) for slot in able}
    return {slot for slot in able if loads[slot] == min(loads.values())}


def _candidates(practice: Practice, wish: Wish) -> list[Slot]:
    service = practice.services.get(wish.service_id)
    if not service or not service["active"]:
        return []
    provided_by = set(service["provider_ids"])
    numbers = provided_by if wish.provider_ids is None else provided_by & {*wish.provider_ids}
    return [Slot(number, wish.start) for number in sorted(numbers)]


def _refusal(practice: Practice, wish: Wish, slot: Slot) -> Verdict | None:
    kind = practice.kind(wish.service_id)
    if not practice.has_day(slot):
        return fits.without_day(practice, slot, kind)
    return fits.refusal(practice, slot, kind, wish.who)


def _load(practice: Practice, slot: Slot) -> int:
    appointments = [each for each, visit in practice.taken.items() if not visit.expires_at]
    return sum((each.provider_id, each.day) == (slot.provider_id, slot.day) for each in appointments)


def _most_useful(practice: Practice, wish: Wish, candidates: list[Slot]) -> Verdict:
    """Return `taken` with the starts nearest to the wish, if one of the providers is taken."""
    refusals = [no for slot in candidates if (no := _refusal(practice, wish, slot))]
    by_others = [no.says for no in refusals if no.says["code"] == "taken"]
    if not by_others:
        return next((no for no in refusals if no != NOT_FOUND), NOT_FOUND)
    nearest = [start for says in by_others for start in says["alternatives"]]
    nearest.sort(key=lambda shown: abs(Slot.from_id(shown["id"]).start - wish.start))
    ends = [says["available_at"] for says in by_others if "available_at" in says]
    until = {"available_at": min(ends)} if ends else {}
    return refused(409, "taken", alternatives=nearest[:3], **until)
