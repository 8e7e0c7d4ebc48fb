"""The shape of the code: what is where, and who may know whom."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from local import template
from local.routes import routes
from local.template import ROOT
from testkit.api import handler
from testkit.events import load_event

LAYER = ROOT / "layers/common"
PACKAGE = sorted((LAYER / "holdfast").rglob("*.py"))
FUNCTIONS = sorted((ROOT / "functions").rglob("*.py"))
# Each package of the layer, and those that it may import.
FLOORS: dict[str, list[str]] = {}
for floor in ("core", "dynamodb", "model", "queries", "schedule", "profiles bookings", "api"):
    FLOORS |= {package: [*FLOORS] for package in floor.split()}


def imports(file: Path) -> Iterator[str]:
    """The modules that a file needs to run, which leaves out what only type checkers see."""
    waiting: list[ast.AST] = [ast.parse(file.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            waiting.extend(ast.iter_child_nodes(node))


def roots(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)} - sys.stdlib_module_names


def distributions(modules: set[str]) -> set[str]:
    known = packages_distributions()
    return {name.lower().replace("_", "-") for module in modules for name in known.get(module, [module])}


def test_template_and_folders_name_the_same_functions() -> None:
    named = {function.folder.name for function in template.functions()}

    assert named == {file.parent.name for file in FUNCTIONS}
    assert all(callable(handler(name)) for name in named)


def test_only_tests_and_local_know_functions() -> None:
    for file in PACKAGE:
        assert roots(file).isdisjoint({"functions", "local", "testkit", "tests", "app"}), file


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_only_those_below_it(package: str) -> None:
    for file in (LAYER / "holdfast" / package).rglob("*.py"):
        known = {name.split(".")[1] for name in imports(file) if name.startswith("holdfast.")}
        assert known <= {package, *FLOORS[package]}, file


def test_every_package_has_its_floor() -> None:
    found = {file.parent.name for file in PACKAGE} - {"holdfast"}

    assert found == FLOORS.keys()


def test_a_package_is_imported_without_reading_any_code() -> None:
    """What an __init__.py imports, each cold start would import."""
    assert not any(file.stat().st_size for file in PACKAGE if file.name == "__init__.py")
    assert not any("." in set(imports(file)) for file in PACKAGE)


def test_one_package_knows_http() -> None:
    for file in PACKAGE:
        if file.parent.name != "api":
            assert roots(file).isdisjoint({"aws_lambda_powertools", "pydantic", "typing_extensions"}), file


@pytest.mark.parametrize(
    ("folder", "unknown"),
    [
        ("local", {"bench", "testkit", "tests", "tools"}),
        ("tools", {"bench", "testkit", "tests"}),
        ("testkit", {"bench", "tests"}),
        ("bench", {"tests"}),
    ],
)
def test_what_tests_share_knows_no_tests(folder: str, unknown: set[str]) -> None:
    for file in (ROOT / folder).rglob("*.py"):
        assert roots(file).isdisjoint(unknown), file


def test_what_runs_in_lambda_imports_only_what_the_layer_ships() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (LAYER / "requirements.txt").read_text("utf-8"), re.MULTILINE))

    for file in [*PACKAGE, *FUNCTIONS]:
        assert distributions(roots(file) - {"holdfast"}) <= locked, file


def test_functions_leave_dynamodb_to_the_layer() -> None:
    for file in FUNCTIONS:
        assert roots(file).isdisjoint({"boto3", "botocore"}), file


def test_one_file_writes_expressions_and_one_makes_requests_of_them() -> None:
    language = re.compile(r"[=<>] :[a-z]|attribute_(not_)?exists")

    sources = {file.name: file.read_text("utf-8") for file in PACKAGE}
    assert [name for name, text in sources.items() if "Expression" in text] == ["actions.py"]
    assert [name for name, text in sources.items() if language.search(text)] == ["expressions.py"]


def test_chance_has_one_home() -> None:
    """The simulation replaces it there, or a schedule could not be replayed."""
    chance = {"random", "secrets", "uuid"}

    assert [file.name for file in PACKAGE if chance & set(imports(file))] == ["ids.py"]


def test_each_trigger_has_one_event() -> None:
    events = [load_event(file.stem) for file in (ROOT / "events").glob("*.json")]
    schedules = [schedule for function in template.functions() for schedule in function.schedules]

    keys = [event["routeKey"] for event in events if "routeKey" in event]
    assert sorted(keys) == sorted(route.key for route in routes())
    assert len(events) - len(keys) == len(schedules)


def test_the_lock_of_dynamodb_local_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "tests/dynamodb-local/package-lock.json").read_text("utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]

    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not [package for package in packages if "resolved" in package]
