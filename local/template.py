"""Reads template.yaml for the local server, the tests and the tools."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse

from local import ACCOUNT, REGION
from local.intrinsics import resolved

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "template.yaml"
_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "holdfast",
}


@dataclass(frozen=True)
class Function:
    """A Lambda function of the template. Values from Globals are filled in."""

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
    """Return the template with its tags expanded: `!Ref X` becomes {"Ref": "X"}."""
    return deepcopy(_parsed())


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every resource of a type, by name."""
    found = load()["Resources"].items()
    return {name: resource["Properties"] for name, resource in found if resource["Type"] == kind}


def single(kind: str) -> tuple[str, dict[str, Any]]:
    """Return the name and the properties of the only resource of a type."""
    ((name, properties),) = resources(kind).items()
    return name, properties


def table_definition() -> dict[str, Any]:
    """Return the arguments of `create_table`, without the table's name."""
    _, properties = single("AWS::DynamoDB::Table")
    wanted = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    return {key: properties[key] for key in wanted}


def stream_specification() -> Any:
    """Return the table's StreamSpecification as DynamoDB's API takes it."""
    return {"StreamEnabled": True, **single("AWS::DynamoDB::Table")[1]["StreamSpecification"]}


def time_to_live() -> dict[str, Any]:
    """Return the table's TimeToLiveSpecification."""
    specification: dict[str, Any] = single("AWS::DynamoDB::Table")[1]["TimeToLiveSpecification"]
    return specification


def known(overrides: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each name that the template can refer to, and of each condition.

    `overrides` adds values for resources, and replaces default values of parameters.
    """
    parameters = load()["Parameters"].items()
    defaults = {name: str(body["Default"]) for name, body in parameters if "Default" in body}
    names = {**_PSEUDO, **defaults, **overrides}
    conditions = load().get("Conditions", {}).items()
    return names | {name: _text(resolved(condition, names)) for name, condition in conditions}


def environment(overrides: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of all functions together. `overrides` is passed to `known`."""
    names = known(overrides)
    merged: dict[str, str] = {}
    for properties in function_properties().values():
        for name, text in _variables(properties, names).items():
            # One process runs every function, so each variable can have only one value.
            if merged.setdefault(name, text) != text:
                raise ValueError(f"{PATH.name}: functions disagree about {name}")
    return merged


def environment_of(function: str, overrides: Mapping[str, str]) -> dict[str, str]:
    """Return one function's environment variables. `overrides` is passed to `known`."""
    return _variables(function_properties()[function], known(overrides))


def functions() -> list[Function]:
    """Return every function of the template."""
    return [
        Function(
            name=name,
            folder=ROOT / properties["CodeUri"],
            handler=properties["Handler"],
            timeout=properties["Timeout"],
            memory=properties["MemorySize"],
            schedules=tuple(_schedules(properties)),
        )
        for name, properties in function_properties().items()
    ]


def function_properties() -> dict[str, dict[str, Any]]:
    """Return the properties of every function, with the Globals merged in."""
    shared = load().get("Globals", {}).get("Function", {})
    found = resources("AWS::Serverless::Function")
    return {name: _with_globals(shared, properties) for name, properties in found.items()}


def _with_globals(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    return {**shared, **own, "Environment": {"Variables": variables}}


def _variables(properties: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    values = properties["Environment"]["Variables"]
    return {name: _text(resolved(value, names)) for name, value in values.items()}


def _schedules(properties: dict[str, Any]) -> Iterator[str]:
    for event in properties.get("Events", {}).values():
        if event["Type"] == "Schedule":
            yield event["Properties"]["Schedule"]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
