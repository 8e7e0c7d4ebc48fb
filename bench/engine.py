"""Runs our code in this process, on DynamoDB Local. The table and the clock come from testkit."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import NamedTuple

import boto3
import pytest

from holdfast.core import settings
from holdfast.dynamodb import connection
from testkit import dynamodb_local, racing
from testkit.api import Api
from testkit.clock import Clock
from testkit.store import Store
from testkit.tables import fresh_table


class Engine(NamedTuple):
    api: Api
    store: Store
    patch: pytest.MonkeyPatch


@contextmanager
def engine(**variables: str) -> Iterator[Engine]:
    """Start DynamoDB Local with an empty table, and set the environment variables.

    Several threads may call the functions at the same time.
    """
    with dynamodb_local.running() as url, engine_at(url, **variables) as running:
        yield running


@contextmanager
def engine_at(url: str, **variables: str) -> Iterator[Engine]:
    """Do what `engine` does, on the DynamoDB Local that already runs at `url`."""
    # Keep the functions' logs out of the results.
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        for name, value in {"AWS_ENDPOINT_URL_DYNAMODB": url, **variables}.items():
            patch.setenv(name, value)
        clock = Clock()
        racing.isolate(patch, clock)
        with fresh_table(boto3.resource("dynamodb"), patch) as table:
            connection.client.cache_clear()
            settings.settings.cache_clear()
            yield Engine(Api.signed_in("admin", "admins"), Store(table, clock), patch)
    connection.client.cache_clear()
    settings.settings.cache_clear()
