"""Check that unit tests notice a missing condition: remove conditions one at a time, and run the tests.

Run `python -m tools.mutate_conditions [WORD ...]`. With words, the script removes only the conditions whose
line in its report contains all the words.

`mutants.py` says which conditions the script removes. If all tests pass after a removal, or the tests take
too long, the script exits with 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tools.mutants import ROOT, Mutant, mutants

TESTS = Path("tests/unit")
# Skip the tests in these folders. They do not use the layer, or they inspect its source code.
UNRELATED = {"local", "project", "testkit", "tools"}
PROCESSES = 2
SECONDS = 900


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
            return None
        failed = re.search(r"^(?:FAILED|ERROR|SUBFAILED).*?tests/unit/(\S+)", done.stdout, re.MULTILINE)
        if not failed and done.returncode:  # pytest was killed, or could not start
            raise RuntimeError(done.stdout + done.stderr)
        return failed[1] if failed else None


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
    chosen = [mutant for mutant in mutants() if all(word in str(mutant) for word in words)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PROCESSES) as pool:
        copies = Copies(Path(folder))
        unchanged = chosen[0]._replace(mutated=chosen[0].source)
        if failed := copies.killer(unchanged):
            say(f"{failed} fails without a change")
            return 1
        say(f"{len(chosen)} clauses")

        def examined(mutant: Mutant) -> str | None:
            killer = copies.killer(mutant)
            say(f"{mutant}  ->  {killer or 'SURVIVED'}")
            return killer

        killers = list(pool.map(examined, chosen))
    survivors = [str(mutant) for mutant, killer in zip(chosen, killers, strict=True) if not killer]
    say("\n".join(["", f"{len(chosen) - len(survivors)} noticed, {len(survivors)} not", *survivors]))
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
