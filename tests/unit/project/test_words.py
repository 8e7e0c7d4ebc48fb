"""The project uses the usual terms of its field. A name that was replaced must not come back."""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.template import ROOT

# Each name that was replaced, with the name to use instead.
NAMES = {
    "Answer": "Response",
    "answer": "response",
    "answers": "responses",
    "settle": "retry_on_conflict",
    "raise_meaning": "translate_error",
    "Refused": "ConditionFailed",
    "_Scene": "_Situation",
    "Scene": "HeldSlot",
    "standing": "current",
    "may_see": "owns",
    "GRACE": "IN_FLIGHT_SECONDS",
    "open_early": "warm_up",
    "kind_of": "error_name",
    "Block": "TimeRange",
    "block": "range_body",
    "_PAGE": "a name with its unit",
    "_READING": "a name with its unit",
    "_QUERY_COST": "a name with its unit",
    "PEOPLE": "USERS",
    "Gate": "Authorizer",
    "Running": "RunningServer",
    "STORY": "EVENTS_IN_ORDER",
    "Mint": "TokenMaker",
    "mint": "maker",
    "Contest": "RepeatedRace",
    "contest": "repeated_race",
    "reserving": "reserve",
    "confirming": "confirm",
    "cancelling": "cancel",
}
MODULES = {
    "layers": {
        *("agenda", "answers", "availability", "booking", "contract", "directory", "http", "identity"),
        *("indexes", "listing", "models", "paging", "reserving", "rules", "times"),
    },
    "local": {"access", "gate", "keys", "people", "running", "tether"},
    "testkit": {"bodies", "cast", "orders", "owners", "people", "practice", "scene", "story"},
    "tests": {"cast", "contest", "mint", "orders", "owners", "scene", "story"},
    "bench": {"contest"},
}
# The word matches only without a letter before it, because some OpenAPI schema names end in this word.
_ANSWER = re.compile(r"(?<![A-Za-z])answer(s|ed|ing)?\b", re.IGNORECASE)
_HERE = Path(__file__)
FOLDERS = [*MODULES, "functions", "tools"]


def python_files(folder: str) -> list[Path]:
    return [file for file in sorted((ROOT / folder).rglob("*.py")) if file != _HERE]


def texts() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    yield from ROOT.glob("*.yaml")
    yield from (ROOT / "docs").glob("*.md")
    for folder in FOLDERS:
        yield from python_files(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_replaced_names_are_gone(folder: str) -> None:
    for file in python_files(folder):
        with file.open("rb") as code:
            names = {
                token.string for token in tokenize.tokenize(code.readline) if token.type == tokenize.NAME
            }
        assert not names & NAMES.keys(), file


@pytest.mark.parametrize("folder", MODULES)
def test_replaced_modules_are_gone(folder: str) -> None:
    files = python_files(folder)
    assert files
    assert not {file.stem.removeprefix("test_") for file in files} & MODULES[folder]


def test_texts_say_response() -> None:
    for file in texts():
        assert not _ANSWER.search(file.read_text("utf-8")), file


def test_the_readme_begins_with_what_never_happens() -> None:
    _title, _, first, *_ = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "double booking" in first
