"""Reads the functions' log lines, and the metrics in these lines."""

import json
from typing import Any, NamedTuple

import pytest

UNITS = {"Count", "Seconds", "Milliseconds"}


class Metric(NamedTuple):
    value: float
    unit: str
    dimensions: dict[str, str]


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the lines written since the last call, each as a dictionary."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def metrics(line: dict[str, Any]) -> dict[str, Metric]:
    """Return the metrics in a line. Fail if they break the rules of CloudWatch's embedded metric format."""
    if "_aws" not in line:
        return {}
    assert line["_aws"].keys() == {"Timestamp", "CloudWatchMetrics"}
    assert type(line["_aws"]["Timestamp"]) is int
    assert len(str(line["_aws"]["Timestamp"])) == 13  # a time in milliseconds has 13 digits
    found: dict[str, Metric] = {}
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert directive["Namespace"] == "Holdfast"
        (names,) = directive["Dimensions"]
        assert all(type(line[name]) is str and line[name] for name in names)
        for metric in directive["Metrics"]:
            assert metric.keys() == {"Name", "Unit"}
            assert metric["Unit"] in UNITS
            assert type(line[metric["Name"]]) in {int, float}
            assert metric["Name"] not in found
            found[metric["Name"]] = Metric(
                line[metric["Name"]], metric["Unit"], {name: line[name] for name in names}
            )
    return found
