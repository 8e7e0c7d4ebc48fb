"""Finds every clause that can be left out of the layer's conditions.

These are:

- each clause that is passed to all_of();
- each condition that is used by name;
- all but the first and all but the last quarter-hour of all_open();
- each clause of a condition in expressions.py;
- each bound of a query;
- each check of ownership by a method `owns`;
- each `if` that only raises an error.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LAYER = Path("layers/common/holdfast")
ALWAYS = "(attribute_exists(PK) OR attribute_not_exists(PK))"
CHANGE = re.compile("(SET|ADD|DELETE|REMOVE) ")
CONDITION = re.compile("[=<>(]")  # matches no projection


def mutants() -> "list[Mutant]":
    """Return every clause of every file of the layer."""
    named = fragments()
    files = [file.relative_to(ROOT) for file in sorted((ROOT / LAYER).rglob("*.py"))]
    return [mutant for file in files for mutant in Source(file, named).mutants()]


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
