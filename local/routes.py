"""The routes of the HTTP API, as template.yaml defines them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from local import template


@dataclass(frozen=True)
class Route:
    """A method, a path and the function that serves them."""

    method: str
    path: str
    function: str  # the name of the folder with the function's code
    resource: str  # the function's name in the template
    api: str
    auth: Mapping[str, Any] = field(hash=False)

    @property
    def key(self) -> str:
        """Return the route key as it appears in events."""
        return f"{self.method} {self.path}"

    def match(self, method: str, path: str) -> re.Match[str] | None:
        """Match a request. The path's parameters become named groups of the match."""
        pattern = self.path_with(r"(?P<\1>[^/]+)")
        return re.fullmatch(pattern, path) if method == self.method else None

    def path_with(self, parameter: str) -> str:
        r"""Replace each `{name}` in the path with `parameter`. In `parameter`, `\1` stands for the name."""
        return re.sub(r"\{(\w+)\}", parameter, self.path)


@cache
def routes() -> tuple[Route, ...]:
    """Return all routes. More specific routes come first, because the gateway prefers them."""
    return tuple(sorted(_routes(), key=lambda route: route.path.count("{")))


@cache
def by_key() -> dict[str, Route]:
    """Return every route by its key."""
    return {route.key: route for route in routes()}


def template_of(path: str) -> str | None:
    """Return the path template of a route that matches this path, whatever its method, or None."""
    return next((route.path for route in routes() if route.match(route.method, path)), None)


def _routes() -> Iterator[Route]:
    for resource, properties in template.function_properties().items():
        folder = properties["CodeUri"].strip("/").rpartition("/")[2]
        for event in properties.get("Events", {}).values():
            if event["Type"] == "HttpApi":
                said = event["Properties"]
                api, auth = said["ApiId"]["Ref"], said.get("Auth", {})
                yield Route(said["Method"].upper(), said["Path"], folder, resource, api, auth)
