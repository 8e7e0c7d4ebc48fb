"""Resolves the CloudFormation intrinsic functions that template.yaml uses."""

import re
from collections.abc import Mapping
from typing import Any

from local.errors import CannotRunError

_PLACEHOLDER = re.compile(r"\$\{([^!}]+)\}")


def resolved(value: Any, known: Mapping[str, str]) -> Any:
    """Return the value with all references resolved.

    `known` has the value of each name, and of each attribute as `Name.Attribute`.
    """
    match value:
        case {"Ref": str(name)}:
            return _known(name, known)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return _known(f"{name}.{attribute}", known)
        case {"Fn::Sub": str(text)}:
            return _PLACEHOLDER.sub(lambda found: _known(found[1], known), text)
        case {"Fn::Split": [str(separator), whole]}:
            return resolved(whole, known).split(separator)
        case dict() if any(name.startswith("Fn::") for name in value):
            raise CannotRunError(f"template.yaml: cannot resolve {value} locally")
        case dict():
            return {name: resolved(each, known) for name, each in value.items()}
    return [resolved(each, known) for each in value] if isinstance(value, list) else value


def _known(name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        raise CannotRunError(f"template.yaml: nothing is known locally about {name}")
    return known[name]
