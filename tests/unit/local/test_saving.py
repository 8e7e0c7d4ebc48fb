"""How the local server's emulator is saved, but for the emulator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.run_with_parent import is_read, load_or_set_aside, replace


@pytest.mark.parametrize("action", ["GetItem", "BatchGetItem", "Query", "Scan"])
def test_what_only_reads_changes_nothing(action: str) -> None:
    headers = [(b"host", b"127.0.0.1"), (b"x-amz-target", f"DynamoDB_20120810.{action}".encode())]
    assert is_read({"type": "http", "method": "POST", "headers": headers})
    assert is_read({"type": "http", "method": "GET", "headers": []})


@pytest.mark.parametrize("action", ["TransactWriteItems", "InitiateAuth", "GetTokensFromRefreshToken", ""])
def test_anything_else_may_change_something(action: str) -> None:
    headers = [(b"x-amz-target", f"Service.{action}".encode())]
    assert not is_read({"type": "http", "method": "POST", "headers": headers})
    assert not is_read({"type": "http", "method": "POST", "headers": []})


def test_all_files_are_replaced_or_none(tmp_path: Path) -> None:
    def interrupted() -> Iterator[tuple[str, str]]:
        yield "cognito", "new"
        raise TypeError

    replace(tmp_path / "state", [("cognito", "old"), ("dynamodb", "old")])
    with pytest.raises(TypeError):
        replace(tmp_path / "state", interrupted())
    assert {file.name: file.read_text("utf-8") for file in (tmp_path / "state").iterdir()} == {
        "cognito.json": "old",
        "dynamodb.json": "old",
    }


def test_what_is_left_of_a_killed_save_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "cognito.new").write_text("ha", "utf-8")
    replace(tmp_path, [("cognito", "whole")])
    assert [file.name for file in tmp_path.iterdir()] == ["cognito.json"]
    assert (tmp_path / "cognito.json").read_text("utf-8") == "whole"


def test_only_what_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "cognito.json"
    assert load_or_set_aside(lambda _: None, tmp_path, "cognito") is None
    file.write_text("{}", "utf-8")
    assert load_or_set_aside(lambda _: {"a": 1}, tmp_path, "cognito") == {"a": 1}
    assert file.exists()
    assert load_or_set_aside(lambda _: None, tmp_path, "cognito") is None
    assert [left.name for left in tmp_path.iterdir()] == ["cognito.unreadable"]
