"""Ways in which a call to DynamoDB can go wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from tests.simulation.engine import Send
from tests.simulation.wire import URL, aws_response


class Killed(BaseException):
    """Raised instead of killing the process."""


def _refusal(status: int, code: str, **members: Any) -> AWSResponse:
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "made for a test", **members}
    return aws_response(status, json.dumps(body).encode())


def _lost_request(_request: Any, _send: Send) -> AWSResponse:
    raise ConnectionClosedError(endpoint_url=URL)


def _lost_response(_request: Any, send: Send) -> AWSResponse:
    send()
    raise ReadTimeoutError(endpoint_url=URL)


def _throttled(_request: Any, _send: Send) -> AWSResponse:
    return _refusal(400, "ProvisionedThroughputExceededException")


def _failed_after_applying(_request: Any, send: Send) -> AWSResponse:
    send()
    return _refusal(500, "InternalServerError")


def _failed_before_applying(_request: Any, _send: Send) -> AWSResponse:
    return _refusal(500, "InternalServerError")


def _conflict(request: Any, send: Send) -> AWSResponse:
    """Refuse writes, as DynamoDB does while another transaction uses the same item. Let reads pass."""
    operation = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
    if operation == "TransactWriteItems":
        count = len(json.loads(request.body)["TransactItems"])
        reasons = [{"Code": "TransactionConflict"}] + [{"Code": "None"}] * (count - 1)
        return _refusal(400, "TransactionCanceledException", CancellationReasons=reasons)
    if operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        return _refusal(400, "TransactionConflictException")
    return send()


def _cut_short(request: Any, send: Send) -> AWSResponse:
    """Let a query return only one item, or let a batch read leave its first key unprocessed."""
    body = json.loads(request.body)
    if "KeyConditionExpression" in body:
        request.body = json.dumps(body | {"Limit": 1}).encode()
        return send()
    response = send()
    if "RequestItems" not in body:
        return response
    ((name, asked),) = body["RequestItems"].items()
    first = asked["Keys"][0]
    found = json.loads(response.content)["Responses"][name]
    read = [item for item in found if {part: item[part] for part in first} != first]
    left = {name: asked | {"Keys": [first]}}
    return aws_response(200, json.dumps({"Responses": {name: read}, "UnprocessedKeys": left}).encode())


def _killed_before(_request: Any, _send: Send) -> AWSResponse:
    raise Killed


def _killed_after(_request: Any, send: Send) -> AWSResponse:
    send()
    raise Killed


FAULTS: dict[str, Callable[[Any, Send], AWSResponse]] = {
    "the request is lost": _lost_request,
    "the response is lost": _lost_response,
    "throttled": _throttled,
    "500 after applying": _failed_after_applying,
    "500 before applying": _failed_before_applying,
    "a conflict": _conflict,
    "cut short": _cut_short,
    "killed before": _killed_before,
    "killed after": _killed_after,
}


@dataclass
class Saboteur:
    """Counts the calls, and injects a fault into call number `position`, counted from 0.

    If `forever` is set, all later calls get the fault too.
    """

    fault: str = ""
    position: int = -1
    forever: bool = False
    calls: int = 0
    _responses: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, _operation: str, request: Any, send: Send) -> AWSResponse:
        position, self.calls = self.calls, self.calls + 1
        hit = position >= self.position if self.forever else position == self.position
        if self.position < 0 or not hit:
            return self._replayed(request, send)
        return FAULTS[self.fault](request, lambda: self._replayed(request, send))

    def _replayed(self, request: Any, send: Send) -> AWSResponse:
        """Repeat the first response if a transaction token is repeated. DynamoDB does this; moto does not."""
        token = json.loads(request.body).get("ClientRequestToken")
        if token in self._responses:
            return aws_response(200, self._responses[token])
        response = send()
        if token and response.status_code == 200:
            self._responses[token] = response.content
        return response
