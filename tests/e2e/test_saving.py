"""MiniStack's state where things go wrong: starts that were cut short."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from local import data, dynamodb, template, user_pool
from local.ministack import MiniStack


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder where MiniStack has its state; the log is beside it."""
    folder = tmp_path / "ministack"
    folder.mkdir()
    return folder


@contextmanager
def emulator(state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """MiniStack, where this process looks for DynamoDB."""
    folder = state.parent
    with data.claimed(folder) as lock, MiniStack(folder, lock, "cognito-idp", "dynamodb") as ministack:
        ministack.wait_until_ready()
        monkeypatch.setenv(dynamodb.ENDPOINT, ministack.url)
        yield ministack.url


def test_what_a_start_left_undone_is_done_by_the_next(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with emulator(state, monkeypatch) as url:
        client = boto3.client("dynamodb")
        client.create_table(TableName=dynamodb.TABLE, **template.table_definition())
        cognito = user_pool._connect(url)
        pool = user_pool._make_pool(cognito)
        for _ in range(2):
            dynamodb.ensure_table()
            assert user_pool.ensure(url).id == pool
        expiry = client.describe_time_to_live(TableName=dynamodb.TABLE)["TimeToLiveDescription"]
        assert expiry["TimeToLiveStatus"] == "ENABLED"
        mfa = cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
