"""A package imports a re-exported name only when that name is first used."""

import importlib
import sys
from pathlib import Path

import pytest

from tools.lazy_imports import defer

INIT = '''"""A package."""
from __future__ import annotations

import os
from lazy_example.heavy import Handed
from lazy_example.needed import at_once
from .other import also_handed, handed_too
from lazy_example.used import in_a_function

__all__ = ["Handed"]
VALUE = at_once()


def run():
    """Use a function."""
    return in_a_function()
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "lazy_example"
    folder.mkdir()
    (folder / "__init__.py").write_text(INIT)
    (folder / "heavy.py").write_text("Handed = 1")
    (folder / "needed.py").write_text("def at_once(): return 2")
    (folder / "other.py").write_text("also_handed = 3\nhanded_too = 4")
    (folder / "used.py").write_text("def in_a_function(): return 5")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("lazy_example")]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def loaded() -> set[str]:
    return {name.partition(".")[2] for name in sys.modules if name.startswith("lazy_example.")}


def test_a_reexported_name_is_imported_at_its_first_use(package: Path) -> None:
    defer(package / "__init__.py")

    module = importlib.import_module("lazy_example")
    assert loaded() == {"needed"}
    assert (module.VALUE, module.Handed) == (2, 1)
    assert loaded() == {"needed", "heavy"}
    assert (module.run(), module.also_handed, module.handed_too) == (5, 3, 4)
    assert loaded() == {"needed", "heavy", "used", "other"}
    with pytest.raises(AttributeError, match="no attribute 'missing'"):
        _ = module.missing


def test_a_module_with_no_import_to_defer_is_an_error(package: Path) -> None:
    with pytest.raises(ValueError, match="nothing in"):
        defer(package / "heavy.py")
