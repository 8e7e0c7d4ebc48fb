"""Resolves the CloudFormation intrinsic functions that template.yaml uses."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local.errors import CannotRunError

Known = Mapping[str, str]

_PLACEHOLDER = re.compile(r"\$\{([^!}]+)\}")


def resolved(value: Any, known: Known) -> Any:
    """Return the value with all references resolved.

    `known` has the value of each name, of each attribute as `Name.Attribute`, and of each condition, which is
    `true` or `false`.
    """
    match value:
        case {"Ref": str(name)}:
            return _known(name, known)
        case {"Fn::Sub": str(text)}:
            return _PLACEHOLDER.sub(lambda found: _known(found[1], known), text)
        case dict() if function := next((name for name in value if name.startswith("Fn::")), None):
            if function not in _WITH_LISTS or not isinstance(value[function], list):
                raise CannotRunError(f"template.yaml: cannot resolve {value} locally")
            return _WITH_LISTS[function](known, *value[function])
        case dict():
            return {name: resolved(each, known) for name, each in value.items()}
    return [resolved(each, known) for each in value] if isinstance(value, list) else value


def _attribute(known: Known, name: str, attribute: str) -> str:
    return _known(f"{name}.{attribute}", known)


def _split(known: Known, separator: str, whole: Any) -> list[str]:
    parts: list[str] = resolved(whole, known).split(separator)
    return parts


def _chosen(known: Known, condition: str, yes: Any, no: Any) -> Any:
    return resolved(yes if _known(condition, known) == "true" else no, known)


def _equal(known: Known, one: Any, other: Any) -> bool:
    return bool(resolved(one, known) == resolved(other, known))


def _not(known: Known, condition: Any) -> bool:
    return not resolved(condition, known)


_WITH_LISTS: dict[str, Callable[..., Any]] = {
    "Fn::Equals": _equal,
    "Fn::GetAtt": _attribute,
    "Fn::If": _chosen,
    "Fn::Not": _not,
    "Fn::Split": _split,
}


def _known(name: str, known: Known) -> str:
    if name not in known:
        raise CannotRunError(f"template.yaml: nothing is known locally about {name}")
    return known[name]
