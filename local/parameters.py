"""Checks the variables of `make run`: the port, and the template's parameters as CloudFormation does."""

import re
from collections.abc import Mapping
from typing import Any

from local import template
from local.errors import CannotRunError

# The variables of `make run`, and the template's parameter that each of them sets.
_NAMES = {"HOLD_SECONDS": "HoldSeconds", "ORIGINS": "AllowedOrigins", "EMBED_ORIGINS": "EmbedOrigins"}
_MAX_PORT = 65535


def checked(given: Mapping[str, str | None]) -> dict[str, str]:
    """Turn variables of `make run` into parameters of the template. Skip each variable that is None.

    Raises CannotRunError if a value is not valid.
    """
    return {_NAMES[name]: _checked(name, value) for name, value in given.items() if value is not None}


def checked_port(value: str) -> int:
    """Return the port; raise CannotRunError if there is no such port."""
    if problem := _problem(value, {"Type": "Number", "MinValue": 0, "MaxValue": _MAX_PORT}):
        raise CannotRunError(f"PORT={value} is not valid: {problem}")
    return int(value)


def _checked(variable: str, value: str) -> str:
    rules = template.load()["Parameters"][_NAMES[variable]]
    if problem := _problem(value, rules):
        raise CannotRunError(f"{variable}={value} is not valid: {problem}")
    return value


def _problem(value: str, rules: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the value, or None."""
    if rules["Type"] == "Number":
        # CloudFormation would accept fractions, but the functions need whole numbers.
        if not re.fullmatch(r"-?[0-9]+", value):
            return "it must be a whole number."
        if int(value) < rules.get("MinValue", int(value)):
            return f"it must be {rules['MinValue']} or more."
        if int(value) > rules.get("MaxValue", int(value)):
            return f"it must be {rules['MaxValue']} or less."
    elif not re.fullmatch(rules.get("AllowedPattern", ".*"), value):
        return str(rules["ConstraintDescription"])
    return None
