"""Compares how fast 64 users reserve slots at once, in our design and in the design of `baseline.py`.

Each user reads a list of open slots and reserves some of them, again and again. In the first comparison, each
list has the slots of one provider. In the second, it has the slots of all providers. Each user reserves for
eight clients.

The measurements of the two designs alternate. The users call Python functions, without HTTP.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import NamedTuple

from bench import baseline, filling
from bench.engine import Engine, engine_at
from bench.report import Row, ratio
from holdfast.api import lists
from holdfast.api.query_strings import OpenSlotsQuery, StartsQuery
from holdfast.bookings.reserve import reserve
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.model.request_key import RequestKey
from testkit import dynamodb_local
from testkit.racing import race

_PEOPLE = 64
_CLIENTS_EACH = 8  # so that a user can take about 31 slots, although each client may have only a few holds
_PROVIDERS = 100
_FEW = 25  # providers in the second comparison, which would be too slow with more
_EVERYBODY = 0
_QUARTERS = range(36, 56)  # 20 slots of each provider
_DAY = "2026-12-02"
_ROUNDS = 5
_FEW_ROUNDS = 2


class Person(NamedTuple):
    caller: Caller
    clients: range


class Way(NamedTuple):
    """The functions of one design. `take` raises AppointmentTaken if the slot is already taken."""

    fill: Callable[[Engine, range], None]
    see: Callable[[int, Caller], list[Slot]]
    take: Callable[[Slot, int, Caller], None]


def rows() -> Iterator[Row]:
    ours, usual = _in_turn(_providers(_PROVIDERS), {*_providers(_PROVIDERS)}, _ROUNDS)
    beside = f"ours: {max(ours):.0f} a second, an item per slot: {max(usual):.0f}"
    yield Row(f"rush of {_PEOPLE} users for 2,000 slots", beside, ratio(ours, usual), 1, least=True)
    yield Row("its lost or double reservations", "", 0, 0)
    ours, usual = _in_turn(_providers(_FEW), {_EVERYBODY}, _FEW_ROUNDS)
    beside = f"ours: {max(ours):.0f} a second, an item per slot: {max(usual):.0f}"
    yield Row("the same with the list of all providers, 500 slots", beside, ratio(ours, usual))


def _providers(count: int) -> range:
    return range(filling.FIRST_PROVIDER, filling.FIRST_PROVIDER + count)


def _in_turn(ids: range, lists: set[int], rounds: int) -> tuple[list[float], list[float]]:
    """Measure both designs alternately, and return the reservations per second in each round.

    The users read the open slots of the providers whose ids are in `lists`. The id _EVERYBODY means all
    providers.
    """
    ways = Way(_fill, _see, _take), Way(_fill_usual, _see_usual, _take_usual)
    speeds: tuple[list[float], list[float]] = [], []
    # Both designs use one DynamoDB Local, because no two Java processes are equally fast.
    with dynamodb_local.running() as url:
        for seed in range(rounds + 1):
            for way, measured in zip(ways, speeds, strict=True):
                measured.append(_rush(url, seed, way, ids, lists))
    ours, usual = speeds
    return ours[1:], usual[1:]  # the first round only warms up Java


def _rush(url: str, seed: int, way: Way, ids: range, lists: set[int]) -> float:
    """Return reservations per second; raise RuntimeError if a reservation is lost or made twice."""
    with engine_at(url) as running:
        way.fill(running, ids)
        people = [_person(running, number) for number in range(_PEOPLE)]
        free = set(lists)
        calls = [partial(_grab, way, Random(f"{seed} {one.caller.subject}"), one, free) for one in people]
        started = time.perf_counter()
        taken = Counter(slot for slots in race(*calls) for slot in slots)
        seconds = time.perf_counter() - started
        _check(running, taken, len(ids) * len(_QUARTERS))
        return len(taken) / seconds


def _person(running: Engine, number: int) -> Person:
    person = Person(Caller(f"person-{number}"), range(number * 100 + 1, number * 100 + 1 + _CLIENTS_EACH))
    filling.clients(running.store.table, person.caller.subject, person.clients)
    return person


def _grab(way: Way, rng: Random, person: Person, free: set[int]) -> list[Slot]:
    """Reserve slots until no client may have more holds, or no slot is free; return the slots."""
    mine: list[Slot] = []
    most = settings().max_holds_per_client
    while len(mine) < len(person.clients) * most and (providers := sorted(free)):
        provider = rng.choice(providers)
        seen = way.see(provider, person.caller)
        if not seen:
            free.discard(provider)
        while seen:
            slot, seen = rng.choice(seen), []
            try:
                way.take(slot, person.clients[len(mine) // most], person.caller)
                mine.append(slot)
            except AppointmentTaken as taken:
                seen = [other.slot for other in taken.alternatives]
    return mine


def _check(running: Engine, taken: Counter[Slot], all_there_were: int) -> None:
    stored = sum(1 for item in running.store.items().values() if item.get("status") == "held")
    if max(taken.values()) > 1 or len(taken) != all_there_were or stored != len(taken):
        raise RuntimeError(f"{len(taken)} taken, {stored} stored, {max(taken.values())} times at most")


def _fill(running: Engine, ids: range) -> None:
    filling.days(running.store.table, len(ids), [_DAY], set(_QUARTERS))


def _see(provider_id: int, caller: Caller) -> list[Slot]:
    day = {"from": f"{_DAY}T00:00:00Z", "to": f"{_DAY}T23:59:59Z"}
    if provider_id == _EVERYBODY:
        found = lists.open_slots(OpenSlotsQuery.model_validate(day), caller)
    else:
        found = lists.open_slots_of(provider_id, StartsQuery.model_validate(day), caller)
    return [Slot.from_id(item["id"]) for item in found["items"]]


def _take(slot: Slot, client_id: int, caller: Caller) -> None:
    reserve(slot, client_id, caller, RequestKey(uuid.uuid4().bytes, ""))


def _fill_usual(running: Engine, ids: range) -> None:
    filling.days(running.store.table, len(ids), [], set())  # stores only the providers
    filling.put(running.store.table, (baseline.item(Slot.at(i, _DAY, q)) for i in ids for q in _QUARTERS))


def _see_usual(provider_id: int, _: Caller) -> list[Slot]:
    if provider_id == _EVERYBODY:
        return baseline.open_slots(_DAY, 100).slots
    return [shown.slot for shown in baseline.open_slots_of(provider_id, _DAY)]


def _take_usual(slot: Slot, client_id: int, caller: Caller) -> None:
    baseline.reserve(slot, client_id, caller)
