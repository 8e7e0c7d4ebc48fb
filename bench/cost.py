"""Prints the table of costs in docs/operations.md: `python -m bench.cost`.

The table has the cost of a million bookings in our design and in a typical stack.

For a booking, a client lists a provider's week once, reserves once and confirms once. One reservation in five
is never confirmed, and its hold is deleted later. The cost of these reservations is spread over all bookings.

The typical stack has a REST API, a table with one item per slot, and an idempotency table as in Powertools. A
request writes to the idempotency table twice: before and after its main write.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bench.units import Cost, costs
from testkit import environment

# AWS's on-demand prices in us-east-1 in November 2026, in US dollars, without free tiers.
_READ_UNIT, _WRITE_UNIT = 0.125e-6, 0.625e-6
_HTTP_API, _REST_API, _INVOCATION, _SCHEDULED = 1.00e-6, 3.50e-6, 0.20e-6, 1.00e-6
_GB_SECOND = 13.3334e-6  # arm64
_TRACE = 5.00e-6
_ALARM, _METRIC, _DASHBOARD = 0.10, 0.30, 3.00  # per month
_BOOKINGS = 1_000_000
_RESERVED = 1.25  # reservations per confirmation
_GB = 1.0
# Assumed seconds per request.
_SECONDS = {"list": 0.010, "reserve": 0.025, "confirm": 0.025}
# Assumed: the typical stack's seconds per request, divided by ours.
_LONGER = 1.1
_MONTH = 30 * 86_400  # seconds
_RUNS = 3 * _MONTH / 60 + _MONTH / 3600  # sweeps, reminders, retries of deliveries; and extended calendars
# The calls, read units and write units of each operation in the typical stack:
#
# - `list` reads a week of 160 slots;
# - `reserve` changes the slot and the client in one transaction, and updates the index of open slots;
# - `reserve` and `confirm` each write to the idempotency table twice;
# - `sweep` finds a lapsed hold and reopens its slot.
_TYPICAL = {
    "list": Cost(1, 2, 0),
    "reserve": Cost(4, 3, 8),
    "confirm": Cost(4, 1, 5),
    "sweep": Cost(2, 0.5, 3),
}


# A provider's working year: eight open hours on every day. In the typical stack, each slot is an item that an
# index lists while it is open.
_DAYS, _SLOTS_A_DAY, _UNITS_A_SLOT = 365, 32, 2


class Line(NamedTuple):
    """A line of the table, but with the costs of one booking instead of a million, in US dollars."""

    what: str
    ours: float
    typical: float


def lines() -> Iterator[Line]:
    measured = costs()
    ours = {
        "list": measured["list_week"],
        "reserve": measured["reserve"],
        "confirm": measured["confirm"],
        "sweep": measured["sweep_one"],
    }
    shares = {"list": 1, "reserve": _RESERVED, "confirm": 1, "sweep": _RESERVED - 1}
    for name, share in shares.items():
        what = f"DynamoDB, {name}: {_units(ours[name])} / {_units(_TYPICAL[name])}, {share:g} times"
        yield Line(what, share * _price(ours[name]), share * _price(_TYPICAL[name]))
    requests = sum(share for name, share in shares.items() if name != "sweep")
    seconds = sum(shares[name] * took for name, took in _SECONDS.items())
    yield Line("API Gateway: HTTP API / REST API", requests * _HTTP_API, requests * _REST_API)
    yield Line("Lambda, requests", requests * _INVOCATION, requests * _INVOCATION)
    yield Line("Lambda, GB-seconds", seconds * _GB * _GB_SECOND, seconds * _LONGER * _GB * _GB_SECOND)
    traces = _traced(requests * _BOOKINGS) * _TRACE / _BOOKINGS
    yield Line("X-Ray: none / the first request of each second, 5% of the others", 0, traces)
    counted = 2 * _METRIC / _BOOKINGS
    yield Line("CloudWatch, a month's: 2 metrics of bookings", counted, counted)
    yield from _idle()


def _idle() -> Iterator[Line]:
    """Yield the costs of a month without any booking: alarms, metrics, and runs that find nothing."""
    run = _SCHEDULED + _INVOCATION + 0.5 * _READ_UNIT + 0.02 * _GB * _GB_SECOND
    runs, traces = _RUNS * run / _BOOKINGS, _RUNS * _TRACE / _BOOKINGS
    yield Line("idle, a month's: scheduled runs that find nothing, untraced / traced", runs, runs + traces)
    watched = (23 * _ALARM + 11 * _METRIC + _DASHBOARD) / _BOOKINGS
    yield Line("idle, a month's: 23 alarms, 11 metrics of scheduled runs, a dashboard", watched, watched)


def _working_year() -> Line:
    """Return the cost of opening one provider's days for a year, in US dollars."""
    measured = costs()
    ours = _price(measured["set_hours"]) + _DAYS * _price(measured["extend_calendar"])
    typical = _DAYS * _SLOTS_A_DAY * _UNITS_A_SLOT * _WRITE_UNIT
    return Line("a provider's working year: hours set once, then a day each day", ours, typical)


def _traced(requests: float) -> float:
    """Return how many of a month's requests are traced: the first of each second, and 5% of the others.

    The requests are assumed to be spread evenly over the month.
    """
    first = min(requests, _MONTH)
    return first + 0.05 * (requests - first)


def _units(cost: Cost) -> str:
    return f"{cost.read:g} + {cost.written:g}"


def _price(cost: Cost) -> float:
    return cost.read * _READ_UNIT + cost.written * _WRITE_UNIT


def main() -> None:
    environment.isolate()
    print("| | Holdfast | typical stack |\n|---|---|---|")
    found = list(lines())
    for line in [*found, Line("**together**", sum(o.ours for o in found), sum(o.typical for o in found))]:
        print(f"| {line.what} | {line.ours * _BOOKINGS:.2f} | {line.typical * _BOOKINGS:.2f} |")
    year = _working_year()
    print(f"| {year.what} | {year.ours:.4f} | {year.typical:.4f} |")


if __name__ == "__main__":
    main()
