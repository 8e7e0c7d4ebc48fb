"""What protects the data and tells of failures: nobody notices at once when it is missing."""

import json
import re
from typing import Any

import pytest

from local import template
from tools import transform


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = transform.resources()[name]["Properties"]
    return found


@pytest.mark.parametrize("name", ["Table", "UserPool"])
def test_what_cannot_be_made_again_is_kept(name: str) -> None:
    resource = transform.resources()[name]

    assert resource["DeletionPolicy"] == "Retain"
    assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_table_is_guarded_and_can_be_restored() -> None:
    table = properties("Table")

    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties("UserPool")["DeletionProtection"] == "ACTIVE"


def test_every_log_ends_after_the_days_that_were_asked_for() -> None:
    logs = transform.of_type("AWS::Logs::LogGroup").values()

    assert [log["RetentionInDays"] for log in logs] == [{"Ref": "LogRetentionDays"}] * 2
    for function in transform.of_type("AWS::Lambda::Function").values():
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": "FunctionLog"}}


def test_the_access_log_is_json_without_a_person() -> None:
    settings = properties("ApiApiGatewayDefaultStage")["AccessLogSettings"]
    shown = set(re.findall(r"\$context\.([\w.]+)", settings["Format"]))

    assert settings["DestinationArn"] == {"Fn::GetAtt": ["AccessLog", "Arn"]}
    assert len(json.loads(settings["Format"])) == len(shown)
    # No path, which has ids in it, no query, address, agent, header or claim.
    assert shown == {
        "requestTime",
        "requestId",
        "routeKey",
        "status",
        "responseLatency",
        "integrationLatency",
        "responseLength",
        "authorizer.error",
        "integration.error",
    }


def test_only_the_schedule_may_send_to_the_dead_letters() -> None:
    (statement,) = properties("DeadLettersPolicy")["PolicyDocument"]["Statement"]

    assert properties("DeadLetters")["SqsManagedSseEnabled"] is True
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["ExpireHoldsFunctionEachMinute", "Arn"]}}
    }


def test_no_function_takes_a_share_from_the_others() -> None:
    for function in template.function_properties().values():
        assert "ReservedConcurrentExecutions" not in function
        assert "ProvisionedConcurrencyConfig" not in function


def test_every_parameter_is_described_and_in_a_group() -> None:
    loaded = template.load()
    groups = loaded["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]

    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(loaded["Parameters"])
    for name, parameter in loaded["Parameters"].items():
        assert parameter["Description"].endswith("."), name
        assert parameter.keys() & {"AllowedValues", "AllowedPattern", "MinValue"}, name


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("AllowedOrigins", "http://localhost:5173", True),
        ("AllowedOrigins", "https://a.example,https://b.example:8443", True),
        ("AllowedOrigins", "*", True),
        ("AllowedOrigins", "https://a.example/", False),
        ("AllowedOrigins", "https://a.example, https://b.example", False),
        ("AllowedOrigins", "a.example", False),
        ("AlarmTopicArn", "", True),
        ("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:on-call", True),
        ("AlarmTopicArn", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:on_call", True),
        ("AlarmTopicArn", "ada@example.com", False),
    ],
)
def test_a_slip_in_a_parameter_is_refused_before_anything_changes(name: str, value: str, fits: bool) -> None:
    assert bool(re.fullmatch(template.load()["Parameters"][name]["AllowedPattern"], value)) is fits
