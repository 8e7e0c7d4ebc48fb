"""The local server matches a request's path to a route in template.yaml."""

import pytest

from local.routes import template_of


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("/api/clients", "/api/clients"),
        ("/api/clients/Ana Costa", "/api/clients/{client_id}"),
        ("/api/appointments/reserve", "/api/appointments/reserve"),
        ("/api/appointments/reserve/1-20261202T0900Z", "/api/appointments/reserve/{appointment_id}"),
        ("/api/clients/", None),
        ("/api/people/Ana", None),
        ("", None),
    ],
)
def test_a_requests_path_is_named_by_its_route(path: str, expected: str | None) -> None:
    assert template_of(path) == expected
