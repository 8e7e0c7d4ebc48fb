"""The sweeper deletes all lapsed holds and nothing else, even if it is stopped in the middle."""

from collections.abc import Callable
from itertools import count
from random import Random

import pytest

from holdfast.bookings import expire
from holdfast.core import settings
from testkit import interference
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient
from testkit.racing import race
from testkit.scenario import NINE
from testkit.store import Item, Store
from tests.integration import stored_holds as holds
from tests.integration.repeated_race import said

LIVE, CONFIRMED = 500, 5
NEVER = 2**40
MONTH = 31 * 96  # in quarter-hours


class Killed(BaseException):
    """Raised instead of killing the process."""


@pytest.fixture
def shards(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number: int = request.param
    monkeypatch.setenv("INDEX_SHARDS", str(number))
    settings.settings.cache_clear()
    return number


@pytest.mark.usefixtures("shards")
@pytest.mark.parametrize("shards", [4], indirect=True)
@pytest.mark.parametrize("lapsed", [1500, pytest.param(5000, marks=pytest.mark.long)])
def test_lapsed_holds_are_cleared_by_stopped_killed_and_parallel_runs(
    doctor: Doctor,
    alice: Patient,
    store: Store,
    rng: Random,
    *,
    monkeypatch: pytest.MonkeyPatch,
    lapsed: int,
) -> None:
    slots = doctor.slots(NINE, MONTH) + doctor.slots("2027-01-02T09:00:00Z", MONTH)
    for slot in slots[:CONFIRMED]:
        alice.book(slot)
    _fill(doctor, alice, store, rng.sample(slots[CONFIRMED:], lapsed + LIVE), rng)
    some = lapsed * 2 // 5
    before = store.items()
    left = {key: item for key, item in before.items() if item.get("expires_at", NEVER) > store.clock.now}
    assert len(before) - len(left) == lapsed

    stopped = expire.expire_holds(_time_for(some))
    assert (stopped.cleared, stopped.finished) == (some, False)
    assert store.count() == len(before) - some

    with monkeypatch.context() as patch:
        interference.before(patch, "delete_item", _die, nth=some + 1)
        with pytest.raises(Killed):
            expire.expire_holds(lambda: True)
    assert store.count() == len(before) - 2 * some

    twins = race(*[lambda: expire.expire_holds(lambda: True)] * 2)
    assert [twin.finished for twin in twins] == [True, True]
    assert sum(twin.cleared for twin in twins) == lapsed - 2 * some

    assert expire.expire_holds(lambda: True) == expire.Sweep(cleared=0, oldest_age=0, finished=True)
    assert store.items() == left


@pytest.mark.parametrize("shards", [1, 2, 7], indirect=True)
def test_every_shard_is_swept_and_the_oldest_age_is_reported(
    shards: int, doctor: Doctor, alice: Patient, store: Store
) -> None:
    slots = doctor.slots(quarters=40)
    now = store.clock.now
    holds.write(doctor, alice, store, {slot: now - HOLD - n for n, slot in enumerate(slots)})
    indexes = {item["by_kind_pk"] for item in _appointments(store)}
    assert len(indexes) == shards
    assert expire.expire_holds(lambda: True) == expire.Sweep(cleared=40, oldest_age=39, finished=True)
    assert not _appointments(store)
    assert all(map(store.is_open, slots))


def test_a_hold_taken_between_the_sweepers_read_and_its_delete_survives(
    doctor: Doctor, alice: Patient, bob: Patient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (slot,) = doctor.slots()
    alice.hold(slot)
    store.clock.advance(HOLD)
    with monkeypatch.context() as patch:
        interference.before(patch, "delete_item", lambda: bob.hold(slot))
        assert expire.expire_holds(lambda: True).cleared == 0
    assert said(bob.confirm(slot)) == "200"
    store.check()


def test_a_hold_confirmed_between_the_sweepers_read_and_its_delete_survives(
    doctor: Doctor, alice: Patient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweeper's clock is one second ahead. On that clock, the hold has already lapsed."""
    (slot,) = doctor.slots()
    alice.hold(slot)

    def confirm_in_time() -> None:
        store.clock.advance(-1)
        assert said(alice.confirm(slot)) == "200"

    store.clock.advance(HOLD)
    with monkeypatch.context() as patch:
        interference.before(patch, "delete_item", confirm_in_time)
        assert expire.expire_holds(lambda: True).cleared == 0
    store.check()
    assert len(_appointments(store)) == 1


def _fill(doctor: Doctor, patient: Patient, store: Store, slots: list[str], rng: Random) -> None:
    """Store lapsed and live holds in the slots. One lapses exactly now, and one a second from now."""
    lapsed = [0, *(rng.randrange(HOLD) for _ in range(len(slots) - LIVE - 1))]
    live = [-1, *(-rng.randrange(1, HOLD) for _ in range(LIVE - 1))]
    taken_at = [store.clock.now - HOLD - seconds_past for seconds_past in lapsed + live]
    holds.write(doctor, patient, store, dict(zip(slots, taken_at, strict=True)))


def _appointments(store: Store) -> list[Item]:
    return [item for item in store.items().values() if "hold_id" in item]


def _time_for(deletes: int) -> Callable[[], bool]:
    asked = count()
    return lambda: next(asked) < deletes


def _die() -> None:
    raise Killed
