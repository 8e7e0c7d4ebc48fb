"""What a million bookings cost: `python -m bench.cost` prints the tables of docs/operations.md.

A booking is one list of a provider's week, one reservation and one confirmation, and its share of holds that
lapse and are swept: one reservation in five. The typical stack keeps an item per slot, and an idempotency
table (Powertools' way: a put before each write, an update after it), behind a REST API.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bench.units import Cost, costs

# Dollars, on demand in us-east-1, from AWS's price lists as known in November 2026; no free tier.
_READ_UNIT, _WRITE_UNIT = 0.125e-6, 0.625e-6
_HTTP_API, _REST_API, _INVOCATION, _SCHEDULED = 1.00e-6, 3.50e-6, 0.20e-6, 1.00e-6
_GB_SECOND = 13.3334e-6  # arm64
_TRACE = 5.00e-6
_ALARM, _METRIC, _DASHBOARD = 0.10, 0.30, 3.00  # a month
_BOOKINGS = 1_000_000
_RESERVED = 1.25  # reservations for each confirmation
_GB = 1.0
# Assumed: most of it is waiting for DynamoDB.
_SECONDS = {"list": 0.010, "reserve": 0.025, "confirm": 0.025}
_LONGER = (
    1.1  # times: how much longer a request of the typical stack takes, for logs, traces and two more calls
)
_MONTH = 30 * 86_400  # seconds; the bookings are taken to be a month's, spread evenly
_SWEEPS = _MONTH / 60
# Calls, read and write units. A week of 160 slots; slot and client in one transaction, and the index of open
# slots; for each write the idempotency table's put and update; a lapsed hold is written back to its slot.
_TYPICAL = {
    "list": Cost(1, 2, 0),
    "reserve": Cost(4, 3, 8),
    "confirm": Cost(4, 1, 5),
    "sweep": Cost(2, 0.5, 3),
}


class Line(NamedTuple):
    """Dollars for a million bookings."""

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
    """What a month costs even without a booking; the typical stack is taken to be watched and swept alike."""
    run = _SCHEDULED + _INVOCATION + 0.5 * _READ_UNIT + 0.02 * _GB * _GB_SECOND
    sweeps, traces = _SWEEPS * run / _BOOKINGS, _SWEEPS * _TRACE / _BOOKINGS
    yield Line("idle, a month's: sweeps that find nothing, untraced / traced", sweeps, sweeps + traces)
    watched = (8 * _ALARM + 3 * _METRIC + _DASHBOARD) / _BOOKINGS
    yield Line("idle, a month's: 8 alarms, 3 metrics of sweeps, a dashboard", watched, watched)


def _traced(requests: float) -> float:
    """Return how many of a month's requests Lambda's active tracing records."""
    first = min(requests, _MONTH)
    return first + 0.05 * (requests - first)


def _units(cost: Cost) -> str:
    return f"{cost.read:g} + {cost.written:g}"


def _price(cost: Cost) -> float:
    return cost.read * _READ_UNIT + cost.written * _WRITE_UNIT


def main() -> None:
    print("| | Holdfast | typical stack |\n|---|---|---|")
    found = list(lines())
    for line in [*found, Line("**together**", sum(o.ours for o in found), sum(o.typical for o in found))]:
        print(f"| {line.what} | {line.ours * _BOOKINGS:.2f} | {line.typical * _BOOKINGS:.2f} |")


if __name__ == "__main__":
    main()
