"""The event source mappings of template.yaml: which function gets what a stream or a queue contains."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local import template
from local.errors import CannotRunError

_QUEUE = "AWS::SQS::Queue"
_TABLE = "AWS::DynamoDB::Table"
_MAPPING = "AWS::Lambda::EventSourceMapping"
_MOST_AT_ONCE = 5  # more threads than that only wait for each other


@dataclass(frozen=True)
class EventSourceMapping:
    """`source` is the name of a table or a queue in the template.

    If there are `patterns`, a record must match one of them. `at_once` is how many batches of a queue the
    function may have at the same time.
    """

    function: str
    source: str
    batch_size: int
    patterns: tuple[dict[str, Any], ...] = ()
    at_once: int = 1

    def wants(self, record: Mapping[str, Any]) -> bool:
        return not self.patterns or any(_matches(record, pattern) for pattern in self.patterns)


def of_table() -> list[EventSourceMapping]:
    """Return the mappings of the table's stream."""
    return [mapping for mapping in _all() if mapping.source in template.resources(_TABLE)]


def of_queues() -> list[EventSourceMapping]:
    """Return the mappings of queues."""
    return [mapping for mapping in _all() if mapping.source in template.resources(_QUEUE)]


def _all() -> Iterator[EventSourceMapping]:
    for properties in template.resources(_MAPPING).values():
        patterns = [each["Pattern"] for each in properties.get("FilterCriteria", {}).get("Filters", [])]
        yield EventSourceMapping(
            function=properties["FunctionName"]["Ref"].removesuffix(".Alias"),
            source=properties["EventSourceArn"]["Fn::GetAtt"][0],
            batch_size=properties["BatchSize"],
            at_once=min(properties.get("ScalingConfig", {}).get("MaximumConcurrency", 1), _MOST_AT_ONCE),
            patterns=tuple(map(json.loads, patterns)),
        )


def _matches(value: Any, pattern: Any) -> bool:
    """Match as Lambda does: an object needs all its members, and a list one that fits."""
    if isinstance(pattern, dict):
        return all(name in value and _matches(value[name], part) for name, part in pattern.items())
    return any(_fits(value, each) for each in pattern)


def _fits(value: Any, wanted: Any) -> bool:
    match wanted:
        case {"prefix": str(prefix)}:
            return isinstance(value, str) and value.startswith(prefix)
        case dict():
            raise CannotRunError(f"template.yaml: local/mappings.py does not know the filter {wanted}")
    return bool(value == wanted)
