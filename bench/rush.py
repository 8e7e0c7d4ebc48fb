"""Nine o'clock: 64 clients list the open slots of one provider after the other and take what they see.

Ours and the item per slot of `baseline.py` run in turn, both without HTTP.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from bench import baseline, filling
from bench.engine import Engine, engine
from bench.report import Row, ratio
from holdfast import lists, reserving
from holdfast.errors import AppointmentTaken
from holdfast.idempotency import RequestKey
from holdfast.identity import Caller
from holdfast.requests import SlotsQuery
from holdfast.times import Slot
from tests.integration import people
from tests.integration.people import Patient
from tests.integration.racing import race

_CLIENTS = 64
_PROVIDERS = 100
_IDS = range(filling.FIRST_PROVIDER, filling.FIRST_PROVIDER + _PROVIDERS)
_QUARTERS = range(36, 56)  # 2,000 slots
_DAY = "2026-12-02"
_ROUNDS = 3

See = Callable[[int, Caller], list[Slot]]
# Nothing if it was taken, else the slots that the refusal offers in its place.
Take = Callable[[Slot, int, Caller], list[Slot] | None]


def rows() -> Iterator[Row]:
    ours: list[float] = []
    usual: list[float] = []
    for number in range(_ROUNDS):
        ours.append(_rush(number, _see, _take, _fill))
        usual.append(_rush(number, _see_usual, _take_usual, _fill_usual))
    beside = f"ours: {max(ours):.0f} a second, an item per slot: {max(usual):.0f}"
    yield Row(f"a rush of {_CLIENTS} clients at 2,000 slots", beside, ratio(ours, usual), 1, least=True)
    yield Row("of its reservations lost, or made twice", "", 0, 0)


def _rush(seed: int, see: See, take: Take, fill: Callable[[Engine], None]) -> float:
    """Return reservations per second; raise RuntimeError if one is lost or double."""
    with engine(MAX_HOLDS_PER_CLIENT="200") as running:
        fill(running)
        patients = [people.patient(running.api, f"patient-{number}") for number in range(_CLIENTS)]
        free = set(_IDS)
        calls = [partial(_grab, see, take, Random(f"{seed} {one.name}"), one, free) for one in patients]
        started = time.perf_counter()
        taken = Counter(slot for slots in race(*calls) for slot in slots)
        seconds = time.perf_counter() - started
        _check(running, taken)
        return len(taken) / seconds


def _grab(see: See, take: Take, rng: Random, patient: Patient, free: set[int]) -> list[Slot]:
    """Take until no provider, of those that the clients share, has anything left."""
    mine: list[Slot] = []
    caller = Caller(patient.name)
    while providers := sorted(free):
        provider = rng.choice(providers)
        seen = see(provider, caller)
        if not seen:
            free.discard(provider)
        while seen:
            if (offered := take(slot := rng.choice(seen), patient.id, caller)) is None:
                mine.append(slot)
            seen = offered or []
    return mine


def _check(running: Engine, taken: Counter[Slot]) -> None:
    stored = sum(1 for item in running.store.items().values() if item.get("status") == "held")
    if max(taken.values()) > 1 or len(taken) != _PROVIDERS * len(_QUARTERS) or stored != len(taken):
        raise RuntimeError(f"{len(taken)} taken, {stored} stored, {max(taken.values())} times at most")


def _fill(running: Engine) -> None:
    filling.days(running.store.table, _PROVIDERS, [_DAY], set(_QUARTERS))


def _see(provider_id: int, caller: Caller) -> list[Slot]:
    day = SlotsQuery.model_validate({"from": f"{_DAY}T00:00:00Z", "to": f"{_DAY}T23:59:59Z"})
    return [Slot.from_id(item["id"]) for item in lists.open_slots_of(provider_id, day, caller)["items"]]


def _take(slot: Slot, client_id: int, caller: Caller) -> list[Slot] | None:
    try:
        reserving.reserve(slot, client_id, caller, RequestKey(uuid.uuid4().bytes, ""))
    except AppointmentTaken as taken:
        return [Slot.from_id(other["id"]) for other in taken.members["alternatives"]]
    return None


def _fill_usual(running: Engine) -> None:
    filling.put(running.store.table, (baseline.item(Slot.at(i, _DAY, q)) for i in _IDS for q in _QUARTERS))


def _see_usual(provider_id: int, _: Caller) -> list[Slot]:
    return [Slot.from_id(item["id"]) for item in baseline.open_slots_of(provider_id, _DAY)]


def _take_usual(slot: Slot, client_id: int, caller: Caller) -> list[Slot] | None:
    return None if baseline.reserve(slot, client_id, caller) else []
