"""The structure of the code: which files exist, and which modules may import which."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from local import mappings, template
from local.routes import routes
from local.template import ROOT
from testkit.api import handler
from testkit.events import load_event

LAYER = ROOT / "layers/common"
PACKAGE = sorted((LAYER / "holdfast").rglob("*.py"))
FUNCTIONS = sorted((ROOT / "functions").rglob("*.py"))
# Maps each package of the layer to the packages that it may import.
FLOORS: dict[str, list[str]] = {}
for floor in (
    "core",
    "dynamodb",
    "model",
    "queries",
    "schedule",
    "profiles bookings",
    "notifications",
    "webhooks feeds",
    "api",
):
    FLOORS |= {package: [*FLOORS] for package in floor.split()}


def imports(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports at run time. Skip imports for type checkers."""
    waiting: list[ast.AST] = [ast.parse(file.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            waiting.extend(ast.iter_child_nodes(node))


def third_party_modules(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)} - sys.stdlib_module_names


# Reading what is installed takes a tenth of a second.
_packages_distributions = cache(packages_distributions)


def distributions(modules: set[str]) -> set[str]:
    known = _packages_distributions()
    return {name.lower().replace("_", "-") for module in modules for name in known.get(module, [module])}


def test_the_template_and_the_folders_have_the_same_functions() -> None:
    named = {function.folder.name for function in template.functions()}

    assert named == {file.parent.name for file in FUNCTIONS}
    assert all(callable(handler(name)) for name in named)


def test_the_layer_imports_no_function_test_or_local_code() -> None:
    for file in PACKAGE:
        assert third_party_modules(file).isdisjoint({"functions", "local", "testkit", "tests", "app"}), file


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_only_packages_below_it(package: str) -> None:
    for file in (LAYER / "holdfast" / package).rglob("*.py"):
        known = {name.split(".")[1] for name in imports(file) if name.startswith("holdfast.")}
        assert known <= {package, *FLOORS[package]}, file


def test_every_package_has_an_import_rule() -> None:
    found = {file.parent.name for file in PACKAGE} - {"holdfast"}

    assert found == FLOORS.keys()


def test_init_files_are_empty_and_no_import_is_relative() -> None:
    """Imports in an __init__.py would slow every cold start."""
    assert not any(file.stat().st_size for file in PACKAGE if file.name == "__init__.py")
    assert not any(name.startswith(".") for file in PACKAGE for name in imports(file))


def test_only_the_api_package_imports_http_libraries() -> None:
    for file in PACKAGE:
        if file.parent.name != "api":
            assert third_party_modules(file).isdisjoint(
                {"aws_lambda_powertools", "pydantic", "typing_extensions"}
            ), file


@pytest.mark.parametrize(
    ("folder", "unknown"),
    [
        ("local", {"bench", "testkit", "tests", "tools"}),
        ("tools", {"bench", "testkit", "tests"}),
        ("testkit", {"bench", "tests"}),
        ("bench", {"tests"}),
    ],
)
def test_a_shared_folder_does_not_import_the_folders_that_use_it(folder: str, unknown: set[str]) -> None:
    for file in (ROOT / folder).rglob("*.py"):
        assert third_party_modules(file).isdisjoint(unknown), file


def test_lambda_code_imports_only_libraries_that_the_layer_ships() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (LAYER / "requirements.txt").read_text("utf-8"), re.MULTILINE))

    for file in [*PACKAGE, *FUNCTIONS]:
        assert distributions(third_party_modules(file) - {"holdfast"}) <= locked, file


def test_only_the_functions_that_tell_others_import_what_they_need_for_it() -> None:
    """These libraries take a tenth of a second to import. No function that books may wait for that."""
    mails, slow = {"email", "icalendar", "jinja2"}, {"email", "icalendar", "jinja2", "standardwebhooks"}
    by_module = {".".join(file.relative_to(LAYER).with_suffix("").parts): file for file in PACKAGE}

    def reached(file: Path) -> set[str]:
        """Return all modules that the file imports, directly or through the layer."""
        found: set[str] = set()
        waiting = [file]
        while waiting:
            for name in imports_with_members(waiting.pop()) - found:
                found.add(name)
                waiting += [by_module[name]] if name in by_module else []
        return found

    users = {
        file.parent.name: {name.partition(".")[0] for name in reached(file)} & slow
        for file in FUNCTIONS
        if file.name == "app.py"
    }
    assert {function: libraries for function, libraries in users.items() if libraries} == {
        "send_mail": mails,
        "send_deliveries": {"standardwebhooks"},
        "feeds": {"icalendar"},
    }


def imports_with_members(file: Path) -> set[str]:
    """Return the modules that a file imports, and what it imports from them, which may be modules too."""
    members = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return members | set(imports(file))


def test_functions_leave_dynamodb_to_the_layer() -> None:
    for file in FUNCTIONS:
        assert third_party_modules(file).isdisjoint({"boto3", "botocore"}), file


def test_only_one_file_writes_expressions_and_only_one_puts_them_in_requests() -> None:
    language = re.compile(r"[=<>] :[a-z]|attribute_(not_)?exists")

    sources = {file.name: file.read_text("utf-8") for file in PACKAGE}
    assert [name for name, text in sources.items() if "Expression" in text] == ["actions.py"]
    assert [name for name, text in sources.items() if language.search(text)] == ["expressions.py"]


def test_randomness_comes_only_from_ids_py() -> None:
    """The simulation replaces only the random numbers of ids.py. Any others would differ in every run."""
    chance = {"random", "secrets", "uuid"}

    assert [file.name for file in PACKAGE if chance & set(imports(file))] == ["ids.py"]


def test_each_route_schedule_and_mapping_has_one_event_file() -> None:
    events = [load_event(file.stem) for file in (ROOT / "events").glob("*.json")]
    schedules = [schedule for function in template.functions() for schedule in function.schedules]

    keys = [event["routeKey"] for event in events if "routeKey" in event]
    assert sorted(keys) == sorted(route.key for route in routes())
    assert len(events) - len(keys) == len(schedules) + len(mappings.of_table()) + len(mappings.of_queues())


@pytest.mark.parametrize("folder", ["tests/dynamodb-local", "web"])
def test_the_lock_files_of_npm_have_hashes_and_no_urls(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]

    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not [package for package in packages if "resolved" in package]
