"""Stands in for the event bus and the dead letters, and can fail as they do."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from testkit import clients
from testkit.interference import client_error
from testkit.stream import check

MOST_ENTRIES = 10
URL = "https://aws.invalid"


class Killed(BaseException):
    """Raised instead of killing the process."""


class EventBus:
    """Keeps what is sent to it. Each request to the bus takes the next of `faults`, if there is one left.

    A fault is a code, which each entry gets; a list of codes, one for each entry; or a function of FAULTS.
    """

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.letters: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.faults: deque[Any] = deque()
        self.faults_of_letters: deque[Any] = deque()

    @property
    def details(self) -> list[dict[str, Any]]:
        return [json.loads(entry["Detail"]) for entry in self.entries]

    @property
    def ids(self) -> list[str]:
        return [detail["id"] for detail in self.details]

    def put_events(self, Entries: Sequence[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        self.requests.append("events:PutEvents")
        assert 1 <= len(Entries) <= MOST_ENTRIES
        fault = self.faults.popleft() if self.faults else None
        if callable(fault):
            response: dict[str, Any] = fault(lambda: self._put(Entries, [None] * len(Entries)))
            return response
        codes = fault if isinstance(fault, list) else [fault] * len(Entries)
        return self._put(Entries, codes)

    def send_message(self, QueueUrl: str, MessageBody: str) -> dict[str, Any]:  # noqa: N803 - AWS's names
        self.requests.append("sqs:SendMessage")
        assert QueueUrl.endswith("dead-letters")
        fault = self.faults_of_letters.popleft() if self.faults_of_letters else _healthy
        response: dict[str, Any] = fault(lambda: self._keep(MessageBody))
        return response

    def _put(self, entries: Sequence[dict[str, Any]], codes: Sequence[str | None]) -> dict[str, Any]:
        for entry, code in zip(entries, codes, strict=True):
            if not code:
                detail = json.loads(entry["Detail"])
                check(detail)
                assert entry["DetailType"] == detail["type"]
                assert (entry["Source"], entry["EventBusName"]) == ("holdfast", "holdfast")
                self.entries.append(entry)
        results = [{"ErrorCode": code, "ErrorMessage": "no"} if code else {"EventId": "1"} for code in codes]
        return {"FailedEntryCount": sum(map(bool, codes)), "Entries": results}

    def _keep(self, body: str) -> dict[str, Any]:
        self.letters.append(json.loads(body))
        return {"MessageId": "1"}


def used(monkeypatch: pytest.MonkeyPatch) -> EventBus:
    """Return an event bus that the code under test uses from now on."""
    bus = EventBus()
    clients.stand_in(monkeypatch, bus, "events", "sqs")
    return bus


Send = Callable[[], Any]


def _healthy(send: Send) -> Any:
    return send()


def _lost_request(_send: Send) -> Any:
    raise ConnectionClosedError(endpoint_url=URL)


def _lost_response(send: Send) -> Any:
    send()
    raise ReadTimeoutError(endpoint_url=URL)


def _throttled(_send: Send) -> Any:
    raise client_error("ThrottlingException")


def _failed_after_sending(send: Send) -> Any:
    send()
    raise client_error("InternalFailure", 500)


def _killed_before(_send: Send) -> Any:
    raise Killed


def _killed_after(send: Send) -> Any:
    send()
    raise Killed


FAULTS: dict[str, Callable[[Send], Any]] = {
    "the request is lost": _lost_request,
    "the response is lost": _lost_response,
    "throttled": _throttled,
    "500 after sending": _failed_after_sending,
    "killed before": _killed_before,
    "killed after": _killed_after,
}
