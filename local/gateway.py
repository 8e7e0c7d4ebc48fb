"""The HTTP API: SAM's emulator of it, brought nearer to the real one, on a loopback socket of ours."""

import os
import socket
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Request, Response, abort, request
from samcli.lib.providers.api_provider import ApiProvider
from samcli.lib.providers.provider import Api
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.local.apigw import local_apigw_service
from samcli.local.apigw.path_converter import PathConverter
from samcli.local.apigw.route import Route
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local import HOST, events, template
from local.cors import Cors
from local.errors import CannotRunError
from local.gate import Forbidden, Gate, Unauthorized
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


def server(listening: socket.socket, runner: Runner, gate: Gate, cors: Cors) -> BaseWSGIServer:
    """The API of template.yaml, answering on the socket once `serve_forever` is called."""
    stacks, _ = SamLocalStackProvider.get_stacks(str(template.PATH))
    port = listening.getsockname()[1]
    gateway = _Gateway(ApiProvider(stacks, cwd=str(template.ROOT)).api, runner, gate, cors, port)
    gateway.create()
    return make_server(
        HOST, port, gateway.app, threaded=True, request_handler=_OneLine, fd=listening.fileno()
    )


class _Gateway(local_apigw_service.LocalApigwService):  # type: ignore[misc]  # samcli has no types
    """Where SAM's emulator differs from an HTTP API, this says what the HTTP API does."""

    def __init__(self, api: Api, runner: Runner, gate: Gate, cors: Cors, port: int) -> None:
        super().__init__(api, runner, port=port, host=HOST)
        self._gate = gate
        self._cors = cors

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
        # Any path's, be it a route or not.
        self.app.before_request(self._preflight)

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
        self, flask_request: Request, _route: Route, method: str, endpoint: str
    ) -> dict[str, Any]:
        # All of it is read before anything is refused: a connection closed sooner may lose the answer.
        flask_request.get_data()
        route_key = f"{method} {PathConverter.convert_path_to_api_gateway(endpoint)}"
        return events.http_request(flask_request, route_key, self._authorized(flask_request, route_key))

    def _authorized(self, flask_request: Request, route_key: str) -> dict[str, Any] | None:
        try:
            return self._gate.authorize(route_key, flask_request.headers.get("Authorization"))
        except Unauthorized as error:
            abort(_message(401, "Unauthorized", {"www-authenticate": str(error)}))
        except Forbidden:
            abort(_message(403, "Forbidden"))

    def _preflight(self) -> Response | None:
        if request.method != "OPTIONS":
            return None
        asked = request.headers.get("Access-Control-Request-Method")
        return Response(status=204, headers=self._cors.preflight(request.headers.get("Origin"), asked))

    def _request_handler(self, **path: str) -> Response:
        answer: Response = super()._request_handler(**path)
        answer.headers.update(self._cors.answer(request.headers.get("Origin")))
        return answer


def _message(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(f'{{"message":"{message}"}}', status, headers, content_type="application/json")


def _error(error: Exception) -> Response:
    return _message(*_ERRORS[getattr(error, "code", 500)])


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
