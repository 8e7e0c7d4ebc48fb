"""Serves the HTTP API of template.yaml on loopback, in place of API Gateway."""

import logging
import os
import socket
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from flask import Flask, Response, abort, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local import HOST, events
from local.authorizer import Authorizer, Forbidden, Unauthorized
from local.cors import Cors
from local.errors import CannotRunError
from local.returned import response_of
from local.routes import by_key, routes, template_of
from local.runner import Runner

logger = logging.getLogger(__name__)
_MEBIBYTE = 2**20
# The status and message that API Gateway sends in place of each status of Flask.
_ERRORS = {
    404: (404, "Not Found"),
    405: (404, "Not Found"),
    413: (413, "Request Entity Too Large"),
    500: (500, "Internal Server Error"),
}


def listen(port: int) -> socket.socket:
    """Bind the port; raise CannotRunError if it cannot be used."""
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise CannotRunError(f"Port {port} cannot be used: {reason}; try make run PORT={port + 1}") from error


def server(listening: socket.socket, runner: Runner, authorizer: Authorizer, cors: Cors) -> BaseWSGIServer:
    """Return the API's server. It serves on the socket once `serve_forever` is called."""
    app = Gateway(runner, authorizer, cors).app()
    port = listening.getsockname()[1]
    return make_server(HOST, port, app, threaded=True, request_handler=_OneLine, fd=listening.fileno())


class Gateway:
    """Turns a request into an event for its function, and the function's result into a response."""

    def __init__(self, runner: Runner, authorizer: Authorizer, cors: Cors) -> None:
        self._runner = runner
        self._authorizer = authorizer
        self._cors = cors

    def app(self) -> Flask:
        """Return a WSGI application with the template's routes."""
        app = _App(__name__, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = 10 * _MEBIBYTE
        app.url_map.merge_slashes = False  # `/api//providers` is not `/api/providers`
        for route in routes():
            path, methods = route.path_with(r"<\1>"), [route.method]
            app.add_url_rule(path, route.key, self._serve, methods=methods, provide_automatic_options=False)
        app.before_request(self._preflight)  # for every path, even one without a route
        for status in _ERRORS:
            app.register_error_handler(status, _error)
        return app

    def _serve(self, **_path: str) -> Response:
        route = by_key()[str(request.endpoint)]
        if request.method != route.method:
            abort(404)  # Flask adds HEAD to every GET route
        # Read the whole body even if the request will be refused. Otherwise, the client may lose the response
        # when the connection closes.
        request.get_data()
        event = events.http_request(request, route.key, self._authorized(route.key))
        response = response_of(self._runner.invoke(route.resource, event))
        response.headers.update(self._cors.with_response(request.headers.get("Origin")))
        return response

    def _authorized(self, route_key: str) -> dict[str, Any] | None:
        try:
            return self._authorizer.authorize(route_key, request.headers.get("Authorization"))
        except Unauthorized as error:
            abort(_message(401, "Unauthorized", {"www-authenticate": str(error)}))
        except Forbidden:
            abort(_message(403, "Forbidden"))

    def _preflight(self) -> Response | None:
        if request.method != "OPTIONS":
            return None
        method = request.headers.get("Access-Control-Request-Method")
        return Response(status=204, headers=self._cors.preflight(request.headers.get("Origin"), method))


class _App(Flask):
    """Logs the gateway's own errors with the route. The path is not logged, because it may contain ids."""

    def log_exception(self, exc_info: Any) -> None:
        logger.error("%s failed in the gateway", request.endpoint, exc_info=exc_info)


def _message(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(f'{{"message":"{message}"}}', status, headers, content_type="application/json")


def _error(error: Exception) -> Response:
    return _message(*_ERRORS[getattr(error, "code", 500)])


class _OneLine(WSGIRequestHandler):
    """Prints one line per request, with the route. The path is not printed, because it may contain ids."""

    # These defaults are for malformed requests.
    path = ""
    _started: float | None = None

    def parse_request(self) -> bool:
        self._started = time.monotonic()
        return super().parse_request()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del size
        method = quote(self.command or "-")
        route = template_of(unquote(self.path.partition("?")[0])) or "(no route)"
        now = time.monotonic()
        taken = (now - (self._started or now)) * 1000
        line = f"{time.strftime('%H:%M:%S')} {method} {route} {code} {taken:.0f} ms\n"
        print(line, end="", flush=True)  # in one write, so that no other thread's line comes in between

    def log_error(self, *_said: object) -> None:
        """Print nothing, because the message may quote the request. `log_request` prints a line anyway."""
