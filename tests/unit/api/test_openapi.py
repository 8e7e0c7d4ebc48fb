"""The API's OpenAPI document: it is valid and complete, and it matches the handlers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from holdfast.api.permissions import RULES, Access
from testkit import contract
from testkit.contract import DOCUMENT, OPERATIONS
from tools.openapi import __main__ as command
from tools.openapi import descriptions


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and the documented content of each request body and each response body."""
    for route, operation in OPERATIONS.items():
        if "requestBody" in operation:
            yield route, operation["requestBody"]["content"]["application/json"]
        for status in operation["responses"]:
            for content in contract.response(route, int(status))["content"].values():
                yield f"{route} {status}", content


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    OPENAPI_31_VALIDATOR.validate(DOCUMENT)


def test_the_document_matches_the_handlers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.argv", ["openapi", "--check"])
    command.main()

    changed = tmp_path / "openapi.json"
    changed.write_text(json.dumps(DOCUMENT).replace("Hold a slot", "Take a slot"))
    monkeypatch.setattr(command, "FILE", changed)
    with pytest.raises(SystemExit, match="make openapi"):
        command.main()


def test_each_route_is_documented_and_open_only_if_its_rule_is() -> None:
    assert {route: operation["security"] == [] for route, operation in OPERATIONS.items()} == {
        route: rule.anyone is Access.OPEN
        for route, rule in RULES.items()
        if route not in contract.UNDOCUMENTED
    }


@pytest.mark.parametrize("route", OPERATIONS)
def test_each_operation_has_a_summary_tags_and_error_responses(route: str) -> None:
    operation = OPERATIONS[route]

    assert operation["summary"]
    assert operation["operationId"].isidentifier()
    assert operation["tags"]
    assert {"429", "500", "503"} <= operation["responses"].keys()
    assert ({"401", "403"} <= operation["responses"].keys()) is bool(operation["security"])
    assert {"If-Match", "If-None-Match", "Idempotency-Key"} >= {
        parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "header"
    }


def test_each_parameter_has_a_description() -> None:
    for route, operation in OPERATIONS.items():
        for parameter in operation["parameters"]:
            assert parameter.get("description"), f"{route}: {parameter['name']}"


def test_each_field_has_a_description() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, value in schema["properties"].items():
            assert value.get("description"), f"{name}.{field}"


def test_each_description_is_used() -> None:
    named = {parameter["name"] for each in OPERATIONS.values() for parameter in each["parameters"]}
    text = json.dumps(DOCUMENT["components"]["schemas"], ensure_ascii=False)

    assert named == descriptions.PARAMETERS.keys()
    assert [name for name, said in descriptions.FIELDS.items() if json.dumps(said) not in text] == []


def test_the_document_says_how_to_get_a_token_and_in_which_order_to_book() -> None:
    said = DOCUMENT["info"]["description"]
    steps = re.findall(r"`([A-Z]+ /[^`]*)`", said)

    assert "make -s token" in said
    assert steps == [
        "POST /api/providers",
        "PUT /api/providers/hours/{provider_id}",
        "POST /api/providers/availability/{provider_id}",
        "POST /api/clients",
        "GET /api/providers/availability/{provider_id}",
        "POST /api/appointments/reserve/{appointment_id}",
        "POST /api/appointments/confirm/{appointment_id}",
    ]
    assert set(steps) <= OPERATIONS.keys()


def test_each_body_has_an_example_that_matches_its_schema() -> None:
    for where, content in contents():
        schema = content["schema"] | {"components": DOCUMENT["components"]}
        examples = content.get("examples", {"only": {"value": content.get("example")}})
        for example in examples.values():
            assert jsonschema_rs.is_valid(schema, example["value"], validate_formats=True), where


def test_each_required_parameter_has_an_example_that_matches_its_schema() -> None:
    for route, operation in OPERATIONS.items():
        for parameter in operation["parameters"]:
            if parameter["required"]:
                assert jsonschema_rs.is_valid(parameter["schema"], parameter["example"]), route


def test_no_optional_parameter_has_an_example_which_swagger_ui_would_send() -> None:
    optional = [
        each for operation in OPERATIONS.values() for each in operation["parameters"] if not each["required"]
    ]

    assert len(optional) > 10
    assert [
        each["name"] for each in optional if {"example", "examples"} & (each.keys() | each["schema"].keys())
    ] == []


def test_the_examples_of_a_path_and_of_its_response_have_the_same_id() -> None:
    responses = {
        route: contract.response(route, 200)["content"]["application/json"]["example"]
        for route, operation in OPERATIONS.items()
        if route.endswith("_id}") and "200" in operation["responses"] and "reschedule" not in route
    }
    named = {
        route: response[field]
        for route, response in responses.items()
        if (field := "booking_id" if "booking_id}" in route else "id") in response
    }

    assert len(named) > 5
    for route, name in named.items():
        assert [each["example"] for each in OPERATIONS[route]["parameters"] if each["in"] == "path"] == [name]


def test_links_use_only_parameters_that_exist() -> None:
    names = {
        operation["operationId"]: {parameter["name"] for parameter in operation["parameters"]}
        for operation in OPERATIONS.values()
    }
    links = [
        link
        for operation in OPERATIONS.values()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]

    assert links
    for link in links:
        assert link["parameters"].keys() <= names[link["operationId"]]


def test_the_document_has_no_unfilled_text() -> None:
    assert "{kind}" not in json.dumps(DOCUMENT)
