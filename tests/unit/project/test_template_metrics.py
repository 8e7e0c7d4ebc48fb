"""Alarms and the dashboard use metrics that exist. CloudWatch reports no error for an unknown metric."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from holdfast.core import telemetry
from tools import transform

USE = {
    f"{before}{kind}{after}"
    for kind in ("Read", "Write")
    for before, after in (("Consumed", "CapacityUnits"), ("", "ThrottleEvents"))
}


class Metric(NamedTuple):
    namespace: str
    name: str
    dimensions: tuple[str, ...]

    @property
    def exists(self) -> bool:
        return self.name in KNOWN[self.namespace].get(self.dimensions, set())


# The names of the metrics that exist, by namespace and dimensions.
KNOWN: dict[str, dict[tuple[str, ...], set[str]]] = {
    "Holdfast": {
        dimensions: {
            name for name, (_, more) in telemetry._METRICS.items() if ("service", *more) == dimensions
        }
        for dimensions in {("service", *more) for _, more in telemetry._METRICS.values()}
    },
    "AWS/ApiGateway": {("ApiId",): {"4xx", "5xx", "Count", "Latency", "IntegrationLatency"}},
    "AWS/Lambda": {(): {"Throttles", "ConcurrentExecutions"}, ("FunctionName",): {"Errors", "IteratorAge"}},
    "AWS/SQS": {("QueueName",): {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}},
    "AWS/DynamoDB": {
        ("TableName",): USE,
        ("TableName", "GlobalSecondaryIndexName"): USE,
        ("TableName", "Operation"): {"ThrottledRequests"},
    },
}


def alarms() -> dict[str, dict[str, Any]]:
    return transform.of_type("AWS::CloudWatch::Alarm")


def widgets() -> list[dict[str, Any]]:
    body = json.loads(transform.resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    return [widget["properties"] for widget in body["widgets"]]


def metrics_of(widget: dict[str, Any]) -> Iterator[Metric]:
    """Yield the widget's metrics with their abbreviations expanded.

    "." repeats a member of the previous metric. "..." repeats its first members:
    after ["A", "B", "C"], the metric ["...", "D"] means ["A", "B", "D"].
    """
    before: list[str] = []
    for given in widget.get("metrics", []):
        if isinstance(given[0], dict):
            yield searched_metric(given[0]["expression"])
            continue
        line = [member for member in given if isinstance(member, str)]
        if line[0] == "...":
            line = before[: len(before) - len(line) + 1] + line[1:]
        line = [before[at] if member == "." else member for at, member in enumerate(line)]
        yield Metric(line[0], line[1], tuple(line[2::2]))
        before = line


def searched_metric(expression: str) -> Metric:
    match = re.match(
        r"""SEARCH\('\{(\w+),([\w,]+)\} MetricName="(\w+)" service="\$\{AWS::StackName\}"'""", expression
    )
    assert match
    return Metric(match[1], match[3], tuple(match[2].split(",")))


@pytest.mark.parametrize("name", sorted(alarms()))
def test_an_alarm_uses_a_metric_that_exists(name: str) -> None:
    alarm = alarms()[name]
    dimensions = tuple(each["Name"] for each in alarm.get("Dimensions", []))

    assert Metric(alarm["Namespace"], alarm["MetricName"], dimensions).exists


@pytest.mark.parametrize("title", [each["title"] for each in widgets() if "metrics" in each])
def test_the_dashboard_shows_metrics_that_exist(title: str) -> None:
    (widget,) = [each for each in widgets() if each["title"] == title]

    assert [metric for metric in metrics_of(widget) if not metric.exists] == []


def test_custom_metrics_are_those_of_this_stack() -> None:
    for alarm in alarms().values():
        if alarm["Namespace"] == "Holdfast":
            assert alarm["Dimensions"] == [{"Name": "service", "Value": {"Ref": "AWS::StackName"}}]
    for function in transform.of_type("AWS::Lambda::Function").values():
        variables = function["Environment"]["Variables"]
        assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
        assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "Holdfast"


def test_each_alarm_notifies_the_on_call_topic_when_it_starts_and_ends() -> None:
    told = {"Fn::If": ["SomeoneIsOnCall", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}

    assert {name for name, alarm in alarms().items() if alarm["AlarmActions"] == told} == alarms().keys()
    assert {name for name, alarm in alarms().items() if alarm["OKActions"] == told} == alarms().keys()


def test_missing_data_raises_only_the_alarms_of_silent_schedules() -> None:
    missing = {name: alarm["TreatMissingData"] for name, alarm in alarms().items()}

    silent = {name for name in missing if name.startswith("Silent")}
    assert {missing.pop(name) for name in silent} == {"breaching"}
    assert silent == {"SilentSweeper", "SilentExtension", "SilentReminders", "SilentRetries"}
    assert set(missing.values()) == {"notBreaching"}


def test_the_dashboard_shows_every_alarm_and_every_index() -> None:
    (shown,) = [each["alarms"] for each in widgets() if "alarms" in each]
    indexes = transform.resources()["Table"]["Properties"]["GlobalSecondaryIndexes"]
    body = transform.resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]

    assert sorted(shown) == sorted(f"${{{name}.Arn}}" for name in alarms())
    for index in indexes:
        assert body.count(f'"{index["IndexName"]}"') == 3
