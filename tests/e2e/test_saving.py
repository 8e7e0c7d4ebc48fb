"""MiniStack works despite unreadable files, failed saves and interrupted starts."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from local import data, dynamodb, template, user_pool
from local.ministack import MiniStack


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return a folder for the state that MiniStack saves."""
    folder = tmp_path / "ministack"
    folder.mkdir()
    return folder


@contextmanager
def emulator(state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run MiniStack, make it the DynamoDB endpoint of this process, and yield its URL."""
    folder = state.parent
    with data.claimed(folder) as lock, MiniStack(folder, lock, "cognito-idp", "dynamodb") as ministack:
        ministack.wait_until_ready()
        monkeypatch.setenv(dynamodb.ENDPOINT, ministack.url)
        yield ministack.url


def test_unreadable_state_is_set_aside(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"dynamodb": b'{"__ministack_format__": 2, "payl', "cognito": b"\xff\x00"}
    for name, content in broken.items():
        (state / f"{name}.json").write_bytes(content)
    with emulator(state, monkeypatch):
        dynamodb.ensure_table()
    for name, content in broken.items():
        assert (state / f"{name}.unreadable").read_bytes() == content
        assert log(state).count(f"{name}.unreadable") == 1
    with emulator(state, monkeypatch):
        assert tables() == [dynamodb.TABLE]


def test_a_failed_save_is_logged_once_and_retried_until_it_succeeds(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obstacle = state / "dynamodb.new"
    obstacle.mkdir()
    with emulator(state, monkeypatch):
        dynamodb.ensure_table()
        wait(lambda: "cannot be saved" in log(state))
        time.sleep(2)
        assert log(state).count("cannot be saved") == 1
        assert not (state / "dynamodb.json").exists()
        obstacle.rmdir()
        wait((state / "dynamodb.json").exists)


def test_the_next_start_finishes_an_interrupted_start(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with emulator(state, monkeypatch) as url:
        client = boto3.client("dynamodb")
        client.create_table(TableName=dynamodb.TABLE, **template.table_definition())
        cognito = user_pool._connect(url)
        known = template.known({"PublicUrl": "http://127.0.0.1:3000"})
        pool = user_pool._make_pool(cognito, known)
        for _ in range(2):
            dynamodb.ensure_table()
            ensured = user_pool.ensure(url, known)
            assert ensured.id == pool
        expiry = client.describe_time_to_live(TableName=dynamodb.TABLE)["TimeToLiveDescription"]
        assert expiry["TimeToLiveStatus"] == "ENABLED"
        mfa = cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
        ids = {"UserPoolId": pool, "ClientId": ensured.client_ids["PagesClient"]}
        pages = cognito.describe_user_pool_client(**ids)["UserPoolClient"]
        addresses = ["http://127.0.0.1:3000/", "http://127.0.0.1:3000/calendar"]
        assert pages["CallbackURLs"] == pages["LogoutURLs"] == addresses
        assert len(cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]) == 2


def tables() -> list[str]:
    return boto3.client("dynamodb").list_tables()["TableNames"]


def log(state: Path) -> str:
    return (state.parent / "ministack.log").read_text("utf-8")


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)
