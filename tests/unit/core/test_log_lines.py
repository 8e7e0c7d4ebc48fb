"""Each event logs one line of JSON. The line has the event's outcome and the ids to search for."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from holdfast.core import telemetry
from holdfast.core.telemetry import Failed
from holdfast.dynamodb import connection, table
from testkit.api import Api, handler, invoke
from testkit.events import LambdaContext, load_event
from testkit.interference import client_error
from testkit.logs import metrics, written

REQUEST = load_event("providers_list")


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telemetry, "time", lambda: 1_796_115_600.25)


def failing(*_: object, **__: object) -> Any:
    raise LookupError("Grace Hopper")


def test_a_log_line_records_the_outcome_of_a_request(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "perf_counter", iter([1.0, 1.0123]).__next__)
    monkeypatch.setattr(telemetry, "_events", itertools.count())
    context = LambdaContext("providers", function_version="7")

    assert handler("providers")(REQUEST, context)["statusCode"] == 200

    assert written(capsys) == [
        {
            "level": "INFO",
            "message": "served",
            "correlation_id": REQUEST["requestContext"]["requestId"],
            "route": "GET /api/providers",
            "status": 200,
            "duration_ms": 12.3,
            "timestamp": "2026-12-01T09:00:00.250+00:00",
            "service": "holdfast",
            "function_request_id": context.aws_request_id,
            "function_version": "7",
            "cold_start": True,
        }
    ]


def test_only_the_first_event_is_a_cold_start(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "_events", itertools.count())

    for _ in range(3):
        invoke("providers", REQUEST)

    assert [line["cold_start"] for line in written(capsys)] == [True, False, False]


def test_metrics_have_the_timestamp_of_their_log_line(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    invoke("expire_holds", load_event("expire_holds"))

    (line,) = written(capsys)
    assert metrics(line)
    assert line["_aws"]["Timestamp"] == 1_796_115_600_250


def test_a_sweep_logs_the_id_of_its_event(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    event = load_event("expire_holds")
    invoke("expire_holds", event)
    invoke("expire_holds", {})

    swept, by_hand = written(capsys)
    assert (swept["correlation_id"], by_hand["correlation_id"]) == (event["id"], None)
    assert (swept["message"], swept["finished"]) == ("holds expired", True)


def test_an_hourly_run_logs_the_id_of_its_event_and_whether_it_did_all(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    event = load_event("extend_calendars")
    invoke("extend_calendars", event)

    (line,) = written(capsys)
    assert (line["correlation_id"], line["message"]) == (event["id"], "calendars extended")
    assert (line["finished"], line["failed"]) == (True, 0)


def test_a_failed_request_logs_the_error_type_but_not_its_message(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "query", failing)

    with pytest.raises(Failed, match=r"^LookupError$"):
        invoke("providers", REQUEST)

    (line,) = written(capsys)
    assert (line["level"], line["message"], line["status"]) == ("ERROR", "failed", 500)
    assert line["error"] == "LookupError"
    assert not metrics(line)


def test_a_failure_outside_any_route_is_logged_too(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.api.authorization.authorize", failing)

    with pytest.raises(Failed, match=r"^LookupError$") as failure:
        invoke("providers", REQUEST)

    assert failure.traceback[-1].name == "failing"
    assert [line["error"] for line in written(capsys)] == ["LookupError"]


def test_a_failed_sweep_logs_an_error_and_no_metrics(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "query", failing)

    with pytest.raises(Failed, match=r"^LookupError$") as failure:
        invoke("expire_holds", load_event("expire_holds"))

    (line,) = written(capsys)
    assert (line["level"], line["error"], metrics(line)) == ("ERROR", "LookupError", {})
    assert failure.value.__suppress_context__
    assert failure.traceback[-1].name == "failing"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (client_error("ThrottlingException"), "ClientError ThrottlingException"),
        (ReadTimeoutError(endpoint_url="https://dynamodb.invalid"), "ReadTimeoutError"),
    ],
    ids=["throttled", "too slow"],
)
def test_an_unavailable_database_is_logged_as_a_warning_with_its_cause(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: Exception, cause: str
) -> None:
    def fail(**_: object) -> Any:
        raise error

    monkeypatch.setattr(connection, "client", lambda: SimpleNamespace(query=fail))

    assert invoke("providers", REQUEST)["statusCode"] == 503

    (line,) = written(capsys)
    assert (line["level"], line["message"], line["code"]) == ("WARN", "refused", "unavailable")
    assert line["error"] == cause


def test_an_ordinary_refusal_is_not_logged_as_a_warning(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.get("/api/providers/1")

    (line,) = written(capsys)
    assert (line["level"], line["message"], line["code"]) == ("INFO", "refused", "not_found")
    assert "error" not in line


def test_a_metric_recorded_outside_an_event_is_not_logged(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    telemetry.annotate(Holds=1)
    invoke("providers", REQUEST)
    telemetry.annotate(Holds=1)

    assert [metrics(line) for line in written(capsys)] == [{}]
