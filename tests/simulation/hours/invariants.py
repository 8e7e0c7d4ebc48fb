"""Check stored calendars, each change to them, and what is left when nothing is due any more."""

from datetime import UTC, datetime

from holdfast.model.day import Day
from tests.simulation.hours.model import Outcome, State, end_of, opened_by, step
from tests.simulation.hours.operations import effects
from tests.simulation.hours.world import RULES, Calendar
from tests.simulation.interleavings.explorer import Before
from tests.simulation.linearizability import can_explain, overlapping
from tests.simulation.schedule import Run
from tests.simulation.visits.invariants import check_any_turn, check_picture
from tests.simulation.visits.picture import Picture
from tests.simulation.visits.told import Told


def check_turn(world: Calendar, run: Run, before: Before) -> None:
    """Raise AssertionError if the last turn of the run did something wrong."""
    check_any_turn(world, run, before, check_stored, _check_change)


def check_stored(world: Calendar) -> None:
    """Check the table at the present time, once."""
    world.once(lambda: _check_all(world))


def _check_all(world: Calendar) -> None:
    check_picture(world.picture, world.engine.now)
    _check_begun(world)
    _check_hours(world)


def _check_begun(world: Calendar) -> None:
    """Check that what had begun before the operations is as it was."""
    begun = {start for start in _open(world.before) if start < world.state.now}
    now = {start for start in _open(world.picture) if start < world.state.now}
    assert now == begun, "time that has begun was opened or closed"


def _check_hours(world: Calendar) -> None:
    """Check that the index knows when the hours are due, and that nothing is left to do before that."""
    item, provider, now = world.hours_item, world.stored_provider(world.provider), world.engine.now
    days = list(world.picture.days.values())
    if not item:
        marked = [day.date for day in days if day.has_hours or day.opened or day.closed]
        assert not marked, f"marks of hours that are gone: {marked}"
        ahead = [start for start in _open(world.picture) if start >= now]
        assert provider or not ahead, "open time of a provider that is gone"
        return
    assert provider, "hours of a provider that is gone"
    due = item["by_kind_sk"]
    if item.get("deleted"):
        assert due == 0, "the schedule will not go on with the deletion"
        return
    zone, reached = provider.zone.key, _midnight(item["rolled_until"])
    assert end_of(due - 1, zone) <= reached < end_of(due, zone), (
        f"reached {item['rolled_until']}, due at {due}"
    )
    if due > now:
        week = next(name for name, rules in RULES.items() if world.hours and world.hours.rules == rules)
        wanted = opened_by(week, zone, now) | {start for day in days for start in _by_hand(day)}
        wanted -= {day.slot(quarter).start for day in days for quarter in day.closed}
        check_same(_open(world.picture), wanted, now)
        zones = {day.zone.key for day in days if day.open and day.slot(max(day.open)).start >= now}
        assert zones <= {zone}, f"days have the zones {zones}"


def check_same(stored: frozenset[int], wanted: frozenset[int], now: int) -> None:
    ahead = {start for start in stored if start >= now}
    missing, extra = {start for start in wanted if start >= now} - ahead, ahead - wanted
    assert not missing, f"not open: {sorted(map(_text, missing))}"
    assert not extra, f"open: {sorted(map(_text, extra))}"


def _check_change(world: Calendar, mover: str, was: Picture) -> None:
    """Check that only alice changes her booking, and that it was open when she confirmed it."""
    if not mover.startswith("alice"):
        assert world.picture.heads == was.heads, f"{mover} changed a booking"
    before = {head.hold_id for head in was.confirmed}
    for head in world.picture.confirmed:
        assert head.hold_id in before or was.is_open(head.slot), f"{mover} booked closed time"


def check_at_end(world: Calendar, run: Run) -> None:
    """Check that some order of the operations explains all responses and what is left when nothing is due."""
    outcome, model = final_outcome(world), effects(world)
    names = [actor.operation.name for actor in run.actors]
    meanwhile = [{names[n] for n in others} for others in overlapping(run.actors)]

    def after(state: State, n: int, left: frozenset[int]) -> list[State]:
        told = run.actors[n].result
        states = step(state, names[n], model[names[n]], told, meanwhile[n])
        return [each for each in states if len(left) > 1 or each.outcome == outcome]

    def is_idle(n: int) -> bool:
        told = run.actors[n].result
        return isinstance(told, Told) and told.http >= 400

    assert can_explain(run.actors, world.state, after, is_idle), f"no order explains {_described(outcome)}"


def final_outcome(world: Calendar) -> Outcome:
    """Run the schedule until nothing is due, and return what is left. A further run must write nothing."""
    situation = world.engine.digest, world.engine.now
    if situation not in world.outcomes:
        run = world.extend()
        assert run["finished"], run
        assert not run["failed"], run
        left = world.engine.digest
        assert world.extend()["providers"] == 0
        assert world.engine.digest == left, "a second run wrote again"
        check_stored(world)
        world.outcomes[situation] = _outcome(world)
    return world.outcomes[situation]


def _outcome(world: Calendar) -> Outcome:
    provider, hours = world.stored_provider(world.provider), world.hours
    ahead = frozenset(start for start in _open(world.picture) if start >= world.engine.now)
    if hours:
        assert not hours.deleted, "a deletion has no end"
        assert world.hours_item, "hours without an item"
        assert world.hours_item["by_kind_sk"] > world.engine.now, "hours are still due"
    week = next((name for name, rules in RULES.items() if hours and hours.rules == rules), None)
    return Outcome(provider.zone.key if provider else None, week, ahead)


def _open(picture: Picture) -> frozenset[int]:
    return frozenset(day.slot(quarter).start for day in picture.days.values() for quarter in day.open)


def _by_hand(day: Day) -> set[int]:
    return {day.slot(quarter).start for quarter in (day.opened if day.has_hours else day.open)}


def _midnight(date: str) -> int:
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())


def _text(start: int) -> str:
    return f"{datetime.fromtimestamp(start, UTC):%d %H:%M}"


def _described(outcome: Outcome) -> str:
    return f"{outcome.zone}, {outcome.week}, {sorted(map(_text, outcome.open))}"
