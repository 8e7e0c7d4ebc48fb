"""Serves the OpenAPI document and the page on which users read it and try the API.

The page is Swagger UI, which Powertools includes.
"""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi import swagger_ui
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api.app import resolver, serve
from holdfast.api.bodies import Event
from holdfast.core.errors import NotFound

app = resolver()

_HERE = Path(__file__).parent
_SWAGGER_UI = Path(swagger_ui.__file__).parent
_FILES = {
    "openapi.json": (_HERE, "application/json"),
    "start.js": (_HERE, "text/javascript"),
    "swagger-ui-bundle.min.js": (_SWAGGER_UI, "text/javascript"),
    "swagger-ui.min.css": (_SWAGGER_UI, "text/css"),
}
# Users type a token into this page, so the page must not load anything from another origin or send anything
# there.
_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


@app.get("/api/docs", include_in_schema=False)
def show_page() -> Response[str]:
    return _file(_HERE / "index.html", "text/html; charset=utf-8")


@app.get("/api/docs/<file>", include_in_schema=False, compress=True)
def show_file(file: str) -> Response[str]:
    if file not in _FILES:
        raise NotFound("file")
    folder, media_type = _FILES[file]
    return _file(folder / file, media_type)


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


def _file(file: Path, media_type: str) -> Response[str]:
    return Response(200, media_type, file.read_text("utf-8"), _HEADERS)
