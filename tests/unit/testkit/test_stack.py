"""Tests do not take memory from the system at each call, however deep the call is."""

import resource

CALLS, DEEPEST = 1000, 200


def faults(depth: int) -> int:
    """Return how often the process needed another page during a loop of calls at this depth."""
    if depth:
        return faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        descend(10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def descend(levels: int) -> None:
    if levels:
        descend(levels - 1)


def test_calls_at_any_depth_take_no_memory_from_the_system() -> None:
    assert max(map(faults, range(0, DEEPEST, 5))) < CALLS / 2
