"""The HTTP API: SAM's emulator of it, brought nearer to the real one, on a loopback socket of ours."""

import json
import os
import socket
import time
from typing import Any
from urllib.parse import quote

from flask import Request, Response, abort
from samcli.lib.providers.api_provider import ApiProvider  # type: ignore[import-untyped]
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider  # type: ignore[import-untyped]
from samcli.local.apigw import local_apigw_service  # type: ignore[import-untyped]
from samcli.local.apigw.path_converter import PathConverter  # type: ignore[import-untyped]
from samcli.local.apigw.route import Route  # type: ignore[import-untyped]
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local import HOST, events, template
from local.errors import CannotRunError
from local.runner import Runner

_MEBIBYTE = 2**20
# A known path with an unknown method is just as unknown.
_ERRORS = {
    404: (404, "Not Found"),
    405: (404, "Not Found"),
    413: (413, "Request Entity Too Large"),
    500: (500, "Internal Server Error"),
}

# Every fiftieth request would report to AWS what SAM was used for.
local_apigw_service.EventTracker.track_event = lambda **_: None


def listen(port: int) -> socket.socket:
    """Take the port, before anything is started that would have to be stopped again."""
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise CannotRunError(f"Port {port} cannot be used: {reason}; try make run PORT={port + 1}") from error
    except OverflowError as error:
        raise CannotRunError(f"Port {port} does not exist.") from error


def server(listening: socket.socket, runner: Runner) -> BaseWSGIServer:
    """The API of template.yaml, answering on the socket once `serve_forever` is called."""
    stacks, _ = SamLocalStackProvider.get_stacks(str(template.PATH))
    port = listening.getsockname()[1]
    gateway = _Gateway(ApiProvider(stacks, cwd=str(template.ROOT)).api, runner, port=port, host=HOST)
    gateway.create()
    return make_server(
        HOST, port, gateway.app, threaded=True, request_handler=_OneLine, fd=listening.fileno()
    )


class _Gateway(local_apigw_service.LocalApigwService):  # type: ignore[misc]
    """Where SAM's emulator differs from an HTTP API, this says what the HTTP API does."""

    @property
    def app(self) -> Any:
        return self._app

    def create(self) -> None:
        super().create()
        self.app.config["MAX_CONTENT_LENGTH"] = 10 * _MEBIBYTE
        # `/api/providers/` and `/api//providers` are other routes than `/api/providers`.
        self.app.url_map.merge_slashes = False
        for rule in self.app.url_map.iter_rules():
            rule.strict_slashes = True

    def _construct_error_handling(self) -> None:
        for status in _ERRORS:
            self.app.register_error_handler(status, _error)

    def _get_current_route(self, flask_request: Request) -> Route:
        try:
            return super()._get_current_route(flask_request)
        except KeyError:
            # Flask answers HEAD wherever there is a GET.
            abort(404)

    def _generate_lambda_event(
        self, flask_request: Request, route: Route, method: str, endpoint: str
    ) -> dict[str, Any]:
        path = PathConverter.convert_path_to_api_gateway(endpoint)
        return events.http_request(flask_request, f"{method} {path}", _authorizer(flask_request, route))


def _authorizer(_request: Request, _route: Route) -> dict[str, Any] | None:
    """What the route's authorizer says, {"jwt": {"claims": ..., "scopes": ...}}; no route has one yet."""
    return None


def _error(error: Exception) -> Response:
    status, message = _ERRORS[getattr(error, "code", 500)]
    return Response(json.dumps({"message": message}), status, content_type="application/json")


class _OneLine(WSGIRequestHandler):
    """One line about each request, without its query: people's names may be in there."""

    path = ""  # a broken request has none
    _started = 0.0

    def parse_request(self) -> bool:
        self._started = time.monotonic()
        return super().parse_request()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del size
        if path := quote(self.path.partition("?")[0], safe="/%:@!$&'()*+,;=~"):
            taken = time.monotonic() - self._started
            print(f"{self.command} {path} {code} {taken * 1000:.0f} ms", flush=True)
