"""Check that unit tests notice a missing condition: remove conditions one at a time, and run the tests.

Run `python -m tools.mutate_conditions [WORD ...]`. With words, the script removes only the conditions whose
line in its report contains all the words.

The script removes:

- each clause that is passed to all_of();
- each condition that is used by name;
- all but the first and all but the last quarter-hour of all_open();
- each clause of a condition in expressions.py;
- each bound of a query;
- each check of ownership by a method `owns`;
- each `if` that only raises an error.

If all tests pass after a removal, the script exits with 1.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LAYER = Path("layers/common/holdfast")
TESTS = Path("tests/unit")
# Skip the tests in these folders. They do not use the layer, or they inspect its source code.
UNRELATED = {"local", "project", "testkit", "tools"}
PROCESSES = 2
SECONDS = 900
ALWAYS = "(attribute_exists(PK) OR attribute_not_exists(PK))"
CHANGE = re.compile("(SET|ADD|DELETE|REMOVE) ")
CONDITION = re.compile("[=<>(]")  # matches no projection


class Mutant(NamedTuple):
    """A clause to remove. `source` is the code of the file, and `mutated` the code without the clause."""

    file: Path
    line: int
    source: bytes
    mutated: bytes
    left_out: str

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}  {self.left_out}"


class Source:
    """A file of the layer, and every clause that can be removed from it."""

    def __init__(self, file: Path, fragments: dict[str, str]) -> None:
        self.file = file
        self.fragments = fragments
        self.code = (ROOT / file).read_bytes()
        self.lines = [0]
        for line in self.code.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def mutants(self) -> Iterator[Mutant]:
        for node in ast.walk(ast.parse(self.code)):
            if isinstance(node, ast.Call):
                yield from self._of_call(node)
            elif isinstance(node, ast.Name) and self._is_condition(node):
                yield self._without(node, f"condition {node.id}", repr(ALWAYS))
            elif isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise) and not node.orelse:
                refusal = ast.unparse(node.body[0]).partition(" from ")[0]
                yield self._without(node.test, f"{refusal} if {ast.unparse(node.test)}", "False")
            elif isinstance(node, ast.Assign) and self.file.name == "expressions.py":
                yield from self._of_fragment(node)

    def _of_call(self, call: ast.Call) -> Iterator[Mutant]:
        match call.func:
            case ast.Name("all_of"):
                for clause in call.args:
                    if not self._is_condition(clause):  # a condition by name is removed wherever it is used
                        yield self._without(clause, f"clause {ast.unparse(clause)}", repr(ALWAYS))
            case ast.Name("all_open"):
                for left in ("[:1]", "[-1:]"):
                    quarters = ast.unparse(call.args[0])
                    yield self._without(call.args[0], f"all quarters but {quarters}{left}", quarters + left)
            case ast.Attribute(attr="owns"):
                yield self._without(call, ast.unparse(call), "True")
            case ast.Attribute(ast.Name("table"), attr="query"):
                name = ast.unparse(call.args[0])
                for bound, weaker in weakened(self.fragments[name]):
                    yield self._without(call.args[0], f"bound {bound} of {name}", repr(weaker))

    def _is_condition(self, node: ast.expr) -> bool:
        """Return True for the name of a condition, outside the file that defines it."""
        if self.file.name == "expressions.py" or not isinstance(node, ast.Name):
            return False
        text = self.fragments.get(node.id, "")
        return bool(CONDITION.search(text)) and not CHANGE.match(text) and ":partition" not in text

    def _of_fragment(self, assignment: ast.Assign) -> Iterator[Mutant]:
        name = ast.unparse(assignment.targets[0])
        text = self.fragments.get(name, "SET ")
        if not CHANGE.match(text) and ":partition" not in text:
            for clause, weaker in weakened(text):
                yield self._without(assignment.value, f"{clause} of {name}", repr(weaker))

    def _without(self, node: ast.expr, left_out: str, instead: str) -> Mutant:
        start = self.lines[node.lineno - 1] + node.col_offset
        end = self.lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        mutated = self.code[:start] + instead.encode() + self.code[end:]
        return Mutant(self.file, node.lineno, self.code, mutated, " ".join(left_out.split()))


def weakened(text: str) -> Iterator[tuple[str, str]]:
    """Yield pairs: a clause of the expression, and the expression without that clause."""
    if bounds := re.fullmatch(r"(.* AND )(\w+) BETWEEN (:\w+) AND (:\w+)", text):
        partition, key, first, last = bounds.groups()
        yield first, f"{partition}{key} <= {last}"
        yield last, f"{partition}{key} >= {first}"
        return
    either = " OR " in text  # an expression with OR is in parentheses
    word = " OR " if either else " AND "
    clauses = (text[1:-1] if either else text).split(word)
    for clause in clauses:
        rest = word.join(other for other in clauses if other != clause)
        if ":partition" not in clause:  # DynamoDB requires the partition in a query
            yield clause, f"({rest})" if either else rest or ALWAYS


def fragments() -> dict[str, str]:
    """Return every string constant of expressions.py, by name."""
    values: dict[str, object] = {}
    tree = ast.parse((ROOT / LAYER / "dynamodb/expressions.py").read_bytes())
    tree.body = [node for node in tree.body if isinstance(node, ast.Assign)]
    exec(compile(tree, "expressions.py", "exec"), values)  # noqa: S102 - our own file
    return {name: value for name, value in values.items() if isinstance(value, str)}


class Copies:
    """Copies of the source tree, one for each process that runs tests."""

    def __init__(self, folder: Path) -> None:
        self.free: SimpleQueue[Path] = SimpleQueue()
        self.environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for number in range(PROCESSES):
            ignored = shutil.ignore_patterns(".*", "__pycache__", "integration", "simulation", "e2e")
            self.free.put(Path(shutil.copytree(ROOT, folder / str(number), ignore=ignored)))

    def killer(self, mutant: Mutant) -> str | None:
        """Remove the clause and run the tests. Return the first test that fails, or None."""
        copy = self.free.get()
        (copy / mutant.file).write_bytes(mutant.mutated)
        likely, others = tests(copy, mutant.file)
        try:
            # Run the likely files first, on their own. Otherwise, pytest would import all files before the
            # first test.
            return self._first_failure(copy, likely) or self._first_failure(copy, others)
        finally:
            (copy / mutant.file).write_bytes(mutant.source)
            self.free.put(copy)

    def _first_failure(self, copy: Path, files: list[str]) -> str | None:
        options = ["-xq", "--tb=no", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *files]
        limits: dict[str, Any] = {"cwd": copy, "env": self.environment, "timeout": SECONDS}
        try:
            done = subprocess.run(command, **limits, capture_output=True, text=True, check=False)  # noqa: S603 - pytest
        except subprocess.TimeoutExpired:
            return "timed out"
        failed = re.search(r"^(?:FAILED|ERROR|SUBFAILED).*?tests/unit/(\S+)", done.stdout, re.MULTILINE)
        return failed[1] if failed else None if done.returncode == 0 else done.stdout + done.stderr


def tests(copy: Path, file: Path) -> tuple[list[str], list[str]]:
    """Return two lists: the test files that are likely to fail after a change of `file`, and all others.

    The first list has the tests of the file's own package. For expressions.py, it has the tests of
    conditions.
    """
    found = sorted((copy / TESTS).rglob("test_*.py"))
    files = [each for each in found if each.parent.name not in UNRELATED]
    files.sort(key=lambda each: -each.read_text("utf-8").count(file.stem))
    likely = [str(each.relative_to(copy)) for each in files if _is_likely(each, file)]
    others = [str(each.relative_to(copy)) for each in files if not _is_likely(each, file)]
    return likely, others


def _is_likely(test: Path, file: Path) -> bool:
    return (
        "conditions" in test.name if file.name == "expressions.py" else test.parent.name == file.parent.name
    )


say = partial(print, flush=True)


def main(words: list[str]) -> int:
    named = fragments()
    files = [file.relative_to(ROOT) for file in sorted((ROOT / LAYER).rglob("*.py"))]
    mutants = [mutant for file in files for mutant in Source(file, named).mutants()]
    mutants = [mutant for mutant in mutants if all(word in str(mutant) for word in words)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PROCESSES) as pool:
        copies = Copies(Path(folder))
        unchanged = mutants[0]._replace(mutated=mutants[0].source)
        if failed := copies.killer(unchanged):
            say(f"{failed} fails without a change")
            return 1
        say(f"{len(mutants)} clauses")

        def examined(mutant: Mutant) -> str | None:
            killer = copies.killer(mutant)
            say(f"{mutant}  ->  {killer or 'SURVIVED'}")
            return killer

        killers = list(pool.map(examined, mutants))
    survivors = [str(mutant) for mutant, killer in zip(mutants, killers, strict=True) if not killer]
    say("\n".join(["", f"{len(mutants) - len(survivors)} noticed, {len(survivors)} not", *survivors]))
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
