"""Calls the API's handlers directly, with the events that the gateway would send."""

import base64
import gzip
import importlib.util
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self
from urllib.parse import urlencode

from requests.structures import CaseInsensitiveDict

from local import template
from local.routes import Route, routes
from testkit import contract
from testkit.events import LambdaContext, access_claims, http_event

Handler = Callable[[Mapping[str, Any], LambdaContext], Any]


@dataclass(frozen=True)
class Response:
    status: int
    headers: CaseInsensitiveDict[str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Api:
    """Sends requests to the handlers, one at a time.

    Powertools keeps the current request in a class attribute. To send requests from several threads, call
    `testkit.racing.isolate` first.
    """

    def __init__(self, claims: Mapping[str, str] | None) -> None:
        self.claims = claims

    @classmethod
    def signed_in(cls, subject: str, *groups: str) -> Self:
        """Return an Api that is signed in as this user, with these groups."""
        return cls(access_claims(subject, *groups))

    def get(self, path: str, *, headers: Mapping[str, str] | None = None, **query: object) -> Response:
        return self.send("GET", path, headers=headers, **query)

    def post(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Response:
        return self.send("POST", path, body, headers=headers)

    def put(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Response:
        return self.send("PUT", path, body, headers=headers)

    def delete(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Response:
        return self.send("DELETE", path, body, headers=headers)

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        **query: object,
    ) -> Response:
        """Send a request. A body that is not text becomes JSON. `query` is added to any query in the path."""
        path, _, in_path = path.partition("?")
        route, match = _routed(method, path)
        event = http_event(
            method,
            path,
            route=route.path,
            path_parameters=match.groupdict(),
            query="&".join(filter(None, [in_path, urlencode(query, doseq=True)])),
            headers={"content-type": "application/json", **(headers or {})},
            body=body if isinstance(body, str | None) else json.dumps(body),
            claims=self.claims,
        )
        response = _response(invoke(route.function, event))
        contract.check(route.key, response.status, response.headers, response.body)
        return response


def invoke(function: str, event: Mapping[str, Any]) -> Any:
    """Call the handler of functions/<function>/, as Lambda would."""
    return handler(function)(event, LambdaContext(function))


@cache
def handler(function: str) -> Handler:
    """Load the handler from its file. Every file is named app.py, so an import by name is not possible."""
    file = template.ROOT / "functions" / function / "app.py"
    spec = importlib.util.spec_from_file_location(f"function_{function}", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded: Handler = module.handler
    return loaded


def _routed(method: str, path: str) -> tuple[Route, re.Match[str]]:
    for route in routes():
        if match := route.match(method, path):
            return route, match
    raise LookupError(f"template.yaml has no route for {method} {path}")


def _response(response: Mapping[str, Any]) -> Response:
    body = response.get("body") or ""
    if response.get("isBase64Encoded"):
        body = gzip.decompress(base64.b64decode(body)).decode()
    return Response(response["statusCode"], CaseInsensitiveDict(response["headers"]), body)
