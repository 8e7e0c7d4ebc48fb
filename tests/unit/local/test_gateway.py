"""What the local gateway returns and logs when the gateway itself fails."""

from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import Client

from local import template
from local.authorizer import Authorizer, public_keys
from local.cors import Cors
from local.gateway import Gateway
from local.runner import Runner


class Broken(Runner):
    def __init__(self) -> None:
        super().__init__([])

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        raise LookupError(name)


def test_a_failure_of_the_gateway_is_logged_without_the_path(caplog: pytest.LogCaptureFixture) -> None:
    authorizer = Authorizer({"GET /api/providers/{provider_id}": None}, public_keys("http://127.0.0.1"))
    gateway = Gateway(Broken(), authorizer, Cors.of_template(template.known({})))

    response = Client(gateway.app()).get("/api/providers/Ana")

    assert (response.status_code, response.json) == (500, {"message": "Internal Server Error"})
    (record,) = caplog.records
    assert record.getMessage() == "GET /api/providers/{provider_id} failed in the gateway"
    assert record.exc_info
    assert record.exc_info[0] is LookupError
