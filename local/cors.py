"""Makes the CORS headers that API Gateway would send."""

from collections.abc import Mapping
from typing import Any, Self

from local import template
from local.errors import CannotRunError
from local.intrinsics import resolved

_ON_PREFLIGHT = {"allow-methods": "allowMethods", "allow-headers": "allowHeaders", "max-age": "maxAge"}
_ON_RESPONSE = {"expose-headers": "exposeHeaders"}
_KNOWN = {"allowOrigins", *_ON_PREFLIGHT.values(), *_ON_RESPONSE.values()}


class Cors:
    """Makes CORS headers from the template's `x-amazon-apigateway-cors`."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        if unknown := configuration.keys() - _KNOWN:
            raise CannotRunError(f"template.yaml: local/cors.py does not know {', '.join(sorted(unknown))}")
        self._configuration = configuration

    @classmethod
    def of_template(cls, known: Mapping[str, str]) -> Self:
        """Read the configuration from the template's API."""
        _, api = template.single("AWS::Serverless::HttpApi")
        return cls(resolved(api["DefinitionBody"]["x-amazon-apigateway-cors"], known))

    def preflight(self, origin: str | None, method: str | None) -> dict[str, str]:
        """Return the CORS headers for the response to an OPTIONS request.

        `method` is the Access-Control-Request-Method header. Without this header, the result is empty.
        """
        return self._headers(origin, _ON_PREFLIGHT) if method else {}

    def with_response(self, origin: str | None) -> dict[str, str]:
        """Return the CORS headers for a function's response."""
        return self._headers(origin, _ON_RESPONSE)

    def _headers(self, origin: str | None, others: Mapping[str, str]) -> dict[str, str]:
        allowed = self._allowed(origin) if origin else None
        if allowed is None:
            return {}
        configured = {header: self._configuration.get(name) for header, name in others.items()}
        return {
            f"access-control-{header}": ",".join(value) if isinstance(value, list) else str(value)
            for header, value in {"allow-origin": allowed, **configured}.items()
            if value is not None
        }

    def _allowed(self, origin: str) -> str | None:
        origins = self._configuration["allowOrigins"]
        if "*" in origins:
            return "*"
        schemes = tuple(each[:-1] for each in origins if each.endswith("://*"))
        return origin if origin in origins or origin.startswith(schemes) else None
