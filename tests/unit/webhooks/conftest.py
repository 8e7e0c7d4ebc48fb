"""An office: the queues, an endpoint, and the functions between them."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit import webhooks
from testkit.clock import Clock
from testkit.webhooks import Office


@pytest.fixture
def office(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Office:
    return webhooks.opened(monkeypatch)
