"""Makes an instance of any subclass of `Problem`, with valid arguments."""

from collections.abc import Mapping
from typing import Any

from holdfast.core import errors
from holdfast.core.errors import Problem

_CARRIED: Mapping[type[Problem], tuple[Any, ...]] = {
    errors.AppointmentTaken: ([], None),
    errors.HoldLimit: (1,),
    errors.Invalid: (("field", "is wrong"),),
    errors.TooLate: (1_796_112_000,),
    errors.TooSoon: (1_796_112_000,),
}


def a_problem(kind: type[Problem]) -> Problem:
    return kind(*_CARRIED.get(kind, ()))
