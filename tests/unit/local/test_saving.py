"""The functions that save MiniStack's state, tested without MiniStack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.run_with_parent import is_read, load_or_set_aside, replace


@pytest.mark.parametrize(
    "action", ["GetItem", "BatchGetItem", "Query", "Scan", "GetRecords", "ReceiveMessage"]
)
def test_read_requests_do_not_count_as_changes(action: str) -> None:
    headers = [(b"host", b"127.0.0.1"), (b"x-amz-target", f"DynamoDB_20120810.{action}".encode())]
    assert is_read({"type": "http", "method": "POST", "headers": headers})
    assert is_read({"type": "http", "method": "GET", "headers": []})


@pytest.mark.parametrize(
    "action",
    ["TransactWriteItems", "PutEvents", "DeleteMessage", "InitiateAuth", "GetTokensFromRefreshToken", ""],
)
def test_any_other_request_may_be_a_change(action: str) -> None:
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


def test_a_save_replaces_what_a_killed_save_left(tmp_path: Path) -> None:
    (tmp_path / "cognito.new").write_text("ha", "utf-8")
    replace(tmp_path, [("cognito", "whole")])
    assert [file.name for file in tmp_path.iterdir()] == ["cognito.json"]
    assert (tmp_path / "cognito.json").read_text("utf-8") == "whole"


def test_only_an_unreadable_file_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "cognito.json"
    assert load_or_set_aside(lambda _: None, tmp_path, "cognito") is None
    file.write_text("{}", "utf-8")
    assert load_or_set_aside(lambda _: {"a": 1}, tmp_path, "cognito") == {"a": 1}
    assert file.exists()
    assert load_or_set_aside(lambda _: None, tmp_path, "cognito") is None
    assert [left.name for left in tmp_path.iterdir()] == ["cognito.unreadable"]
