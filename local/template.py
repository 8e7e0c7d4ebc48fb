"""What template.yaml says, read so that nothing local needs to repeat it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "template.yaml"


@dataclass(frozen=True)
class Function:
    """One Lambda function, with its Globals filled in."""

    name: str
    folder: Path
    handler: str
    timeout: int
    memory: int
    schedules: tuple[str, ...]


@cache
def _parsed() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse(PATH.read_text("utf-8"))
    return parsed


def load() -> dict[str, Any]:
    """The template, its tags spelled out: `!Ref X` is {"Ref": "X"}."""
    return deepcopy(_parsed())


def table_definition() -> dict[str, Any]:
    """The table as `create_table` takes it, but for its name."""
    properties = _table()
    wanted = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    return {key: properties[key] for key in wanted}


def time_to_live() -> dict[str, Any]:
    """The table's TimeToLiveSpecification."""
    specification: dict[str, Any] = _table()["TimeToLiveSpecification"]
    return specification


def environment(overrides: Mapping[str, str]) -> dict[str, str]:
    """The functions' environment; `overrides` gives resources a name and parameters another value."""
    parameters = load()["Parameters"]
    known = {name: str(body["Default"]) for name, body in parameters.items() if "Default" in body}
    known.update(overrides)
    merged: dict[str, str] = {}
    for properties in _function_properties().values():
        for name, value in properties.get("Environment", {}).get("Variables", {}).items():
            resolved = _resolved(value, known)
            # One process runs every function, so it can have only one value of each.
            if merged.setdefault(name, resolved) != resolved:
                raise ValueError(f"{PATH.name}: functions disagree about {name}")
    return merged


def functions() -> list[Function]:
    """Every function of the template."""
    return [
        Function(
            name=name,
            folder=ROOT / properties["CodeUri"],
            handler=properties["Handler"],
            timeout=properties["Timeout"],
            memory=properties["MemorySize"],
            schedules=tuple(_schedules(properties)),
        )
        for name, properties in _function_properties().items()
    ]


def _table() -> dict[str, Any]:
    properties: dict[str, Any] = load()["Resources"]["Table"]["Properties"]
    return properties


def _function_properties() -> dict[str, dict[str, Any]]:
    template = load()
    shared = template.get("Globals", {}).get("Function", {})
    return {
        name: _with_globals(shared, resource["Properties"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def _with_globals(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    return {**shared, **own, "Environment": {"Variables": variables}}


def _schedules(properties: dict[str, Any]) -> Iterator[str]:
    for event in properties.get("Events", {}).values():
        if event["Type"] == "Schedule":
            yield event["Properties"]["Schedule"]


def _resolved(value: object, known: Mapping[str, str]) -> str:
    match value:
        case {"Ref": str(name)} if name in known:
            return known[name]
        case {"Ref": name}:
            raise KeyError(f"{PATH.name}: nothing is known locally about !Ref {name}")
        case dict():
            raise ValueError(f"{PATH.name}: cannot resolve {value} locally")
        case bool():
            return str(value).lower()
        case _:
            return str(value)
