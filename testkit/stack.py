"""Gives each test one large piece of Python's stack.

Python takes its stack from the system in pieces of 16 kB, and gives a piece back as soon as no call uses it.
So calls in a loop that cross the end of a piece take and give back one each time. That was up to a third of a
test's time. A call with a large frame gets a large piece, and whatever it calls fits into the rest.
"""

from _pytest import runner

_SLOTS = 2**16  # half a megabyte, so the piece has a megabyte


def make_room() -> None:
    """Let pytest call each test from a large frame, in this process, for good."""
    runner.runtestprotocol.__code__ = runner.runtestprotocol.__code__.replace(co_stacksize=_SLOTS)
