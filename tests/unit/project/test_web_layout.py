"""The structure of the web pages: which folder may import which."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.template import ROOT

SRC = ROOT / "web/src"
FLOORS = {
    "core": set[str](),
    "api": {"core"},
    "ui": {"core", "api"},
    "booking": {"core", "api", "ui"},
    "calendar": {"core", "api", "ui"},
}


def imported(file: Path) -> Iterator[str]:
    """Yield the folders, directly in src, of the files that a file imports."""
    for name in re.findall(r'(?:from|import|@import) "(\.[^"]+)"', file.read_text("utf-8")):
        target = (file.parent / name).resolve()
        if target.is_relative_to(SRC):
            yield target.relative_to(SRC).parts[0]


@pytest.mark.parametrize("folder", FLOORS)
def test_a_folder_imports_only_folders_above_it(folder: str) -> None:
    files = [file for file in (SRC / folder).rglob("*.*") if file.suffix in {".ts", ".tsx", ".css"}]

    assert files
    for file in files:
        assert set(imported(file)) <= {folder, "generated", *FLOORS[folder]}, file


def test_every_folder_has_an_import_rule() -> None:
    assert {path.name for path in SRC.iterdir()} - {"generated"} == FLOORS.keys()
