"""Callers use a function's published version, and every change publishes a new version."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from local import template
from local.intrinsics import resolved
from tools import transform
from tools.transform import of_type

FUNCTIONS = sorted(template.function_properties())


def integrations() -> Iterator[str]:
    for methods in transform.resources()["Api"]["Properties"]["Body"]["paths"].values():
        for operation in methods.values():
            yield operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]


def parameters_in(value: object) -> set[str]:
    text = json.dumps(value)
    named = set(re.findall(r'"Ref": "(\w+)"', text)) | set(re.findall(r"\$\{(\w+)\}", text))
    return named.intersection(template.load()["Parameters"])


def test_the_alias_points_to_the_published_version() -> None:
    aliases = of_type("AWS::Lambda::Alias")

    assert sorted(aliases) == [f"{name}Aliaslive" for name in FUNCTIONS]
    for name in FUNCTIONS:
        (version,) = [each for each in of_type("AWS::Lambda::Version") if each.startswith(f"{name}Version")]
        assert aliases[f"{name}Aliaslive"]["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}


def test_the_gateway_calls_aliases_and_has_permission() -> None:
    called = [re.search(r"\$\{(\w+)\}/invocations$", uri) for uri in integrations()]
    permitted = [each["FunctionName"]["Ref"] for each in of_type("AWS::Lambda::Permission").values()]

    assert called
    assert {found and found[1] for found in called} <= of_type("AWS::Lambda::Alias").keys()
    assert {*permitted, *polled()} == of_type("AWS::Lambda::Alias").keys()


def polled() -> list[str]:
    """Return the aliases for which Lambda itself reads the stream or a queue, which needs no permission."""
    return [source["FunctionName"]["Ref"] for source in of_type("AWS::Lambda::EventSourceMapping").values()]


@pytest.mark.parametrize(
    "name",
    ["ExpireHoldsFunction", "ExtendCalendarsFunction", "SendRemindersFunction", "RetryDeliveriesFunction"],
)
def test_a_schedule_calls_an_alias_and_failures_of_that_alias_are_kept(name: str) -> None:
    (rule,) = [each for key, each in schedules().items() if key.startswith(name)]
    failures = of_type("AWS::Lambda::EventInvokeConfig")[f"{name}EventInvokeConfig"]
    queue = {"Fn::GetAtt": ["DeadLetters", "Arn"]}

    assert [target["Arn"] for target in rule["Targets"]] == [{"Ref": f"{name}Aliaslive"}]
    assert [target["DeadLetterConfig"] for target in rule["Targets"]] == [{"Arn": queue}]
    assert failures["Qualifier"] == "live"
    assert failures["DestinationConfig"] == {"OnFailure": {"Destination": queue}}


def test_the_stream_calls_an_alias_and_begins_with_its_first_record() -> None:
    mapping = of_type("AWS::Lambda::EventSourceMapping")["TableToEvents"]

    assert mapping["FunctionName"] == {"Ref": "PublishEventsFunctionAliaslive"}
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert mapping["StartingPosition"] == "TRIM_HORIZON"


def test_a_failed_batch_is_tried_again_from_its_failed_record_for_a_day_and_then_noted() -> None:
    mapping = of_type("AWS::Lambda::EventSourceMapping")["TableToEvents"]

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (-1, 86_400)
    assert mapping["DestinationConfig"] == {
        "OnFailure": {"Destination": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}
    }


def test_every_schedule_is_checked() -> None:
    assert len(schedules()) == len(of_type("AWS::Lambda::EventInvokeConfig")) == 4


def schedules() -> dict[str, dict[str, Any]]:
    return {name: rule for name, rule in of_type("AWS::Events::Rule").items() if "ScheduleExpression" in rule}


def test_the_longest_version_description_fits() -> None:
    """Lambda allows 256 characters."""
    parameters = template.load()["Parameters"]
    longest = {
        name: max(map(str, rules.get("AllowedValues", [])), key=len, default="")
        for name, rules in parameters.items()
    }
    longest |= {name: str(rules["MaxValue"]) for name, rules in parameters.items() if "MaxValue" in rules}
    longest |= {name: "x" * rules["MaxLength"] for name, rules in parameters.items() if "MaxLength" in rules}
    longest |= {"Table": "holdfast-prod-Table-1ABCDEFGHIJKL", "TimeZone": "America/Argentina/ComodRivadavia"}
    longest |= {"PagesClient": "1example23456789abcdefghij"}

    for properties in template.function_properties().values():
        assert len(resolved(properties["VersionDescription"], longest)) <= 256


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_new_value_of_a_parameter_publishes_a_new_version(name: str) -> None:
    # A new parameter value alone publishes no version, but a new `VersionDescription` does. So the
    # `VersionDescription` must contain every parameter that the function uses.
    used = parameters_in(transform.resources()[name]["Properties"])

    assert {"HoldSeconds", "SnapStart"} <= used
    assert used <= parameters_in(template.function_properties()[name]["VersionDescription"])
    assert "${Table}" in template.function_properties()[name]["VersionDescription"]["Fn::Sub"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_other_change_publishes_a_new_version(name: str) -> None:
    assert template.function_properties()[name]["AutoPublishAliasAllProperties"] is True
    assert template.single("AWS::Serverless::LayerVersion")[1]["PublishLambdaVersion"] is True


def test_snapstart_is_off_and_the_architecture_is_arm64_by_default() -> None:
    parameter = template.load()["Parameters"]["SnapStart"]

    assert parameter["Default"] == "None"
    assert parameter["AllowedValues"] == ["None", "PublishedVersions"]
    for properties in of_type("AWS::Lambda::Function").values():
        assert properties["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}
        assert properties["Architectures"] == [{"Ref": "Architecture"}]
    assert template.load()["Parameters"]["Architecture"]["Default"] == "arm64"
