"""The documents name every route, field, error code and parameter. Their links work."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.api.permissions import RULES
from holdfast.api.words import WORDS
from local import template
from local.template import ROOT
from testkit.api import Api
from testkit.contract import DOCUMENT, OPERATIONS

API = (ROOT / "docs/api.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def section(text: str, title: str) -> str:
    """Return the text between the heading with this title and the next heading."""
    (found,) = re.findall(rf"^#+ {title}\n(.*?)(?=^#|\Z)", text, re.DOTALL | re.MULTILINE)
    return str(found)


def rows(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table, row by row, without the header row."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def named_fields(schema: Any) -> Iterator[str]:
    """Yield the names of all properties in a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from named_fields(part)


def test_the_readme_fits_on_two_screens() -> None:
    assert len(README.splitlines()) <= 150


def test_the_readme_has_a_map_of_nine_rows() -> None:
    assert len(rows(section(README, "Where things are"))) == 9


def test_the_api_document_lists_each_route() -> None:
    listed = re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", API, re.MULTILINE)

    assert sorted(listed) == sorted(RULES)


@pytest.mark.parametrize("route", OPERATIONS)
def test_the_api_document_names_each_parameter_of_a_list(route: str) -> None:
    (line,) = re.findall(rf"^\| `{re.escape(route)}` \| (.*) \|$", API, re.MULTILINE)
    listed = re.search(r"parameters: ([^;]*)", line)

    named = {each["name"] for each in OPERATIONS[route]["parameters"] if each["in"] == "query"}
    assert set(re.findall(r"`(\w+)`", listed[1] if listed else "")) == named


def test_the_api_document_names_each_field() -> None:
    shared = {"title", "status", "code", "detail", "errors", "field"}  # fields of error responses
    names = set(named_fields(DOCUMENT["components"]["schemas"])) - shared

    assert len(names) > 20
    assert {name for name in names if f"`{name}`" not in API and f'"{name}"' not in API} == set()


def test_the_api_document_lists_each_refusal() -> None:
    listed = [row[0] for row in rows(section(API, "Refusals"))]

    assert sorted(listed) == sorted(f"{words.status} `{words.code}`" for words in WORDS.values())


def test_the_example_of_a_refusal_is_what_the_api_says(api: Api) -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```$", section(API, "Refusals"), re.DOTALL | re.MULTILINE)

    assert api.get("/api/appointments", form="2026-12-07").json == json.loads(example)


def test_the_operations_document_lists_each_parameter_with_its_default() -> None:
    parameters = template.load()["Parameters"]
    defaults = {f"`{name}`": str(parameters[name]["Default"] or "empty") for name in parameters}

    listed = rows(section((ROOT / "docs/operations.md").read_text("utf-8"), "Parameters"))
    assert {name: default for name, default, _meaning in listed} == defaults


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]*)\)", document.read_text("utf-8")):
        file, _, anchor = link.partition("#")
        target = document.parent / file if file else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
