"""Rewrite a module so that it imports names only when they are needed.

For example, `from aws_lambda_powertools.event_handler import Response` normally imports every kind of
resolver. After the rewrite, it imports only what Response needs.

An import can be deferred if the module uses the imported names only in functions, or does not use them at
all. The rewritten module gets a `__getattr__` (PEP 562), which imports a name on first use.

A deferred name can also be the name of a submodule. If the submodule is imported before the name is first
used, the name refers to the submodule.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

_GETATTR = """
def __getattr__(name):
    if name not in _EXPORTS:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    import importlib

    value = globals()[name] = getattr(importlib.import_module(_EXPORTS[name], __package__), name)
    return value


_EXPORTS = {exports!r}
"""


def defer(file: Path) -> None:
    """Rewrite the module; raise ValueError if no import in it can be deferred."""
    tree = ast.parse(file.read_text("utf-8"))
    exports: dict[str, str] = {}
    waiting = [node for node in tree.body if isinstance(node, ast.ImportFrom) and _can_wait(node, tree)]
    if not waiting:
        raise ValueError(f"nothing in {file} can be deferred")
    for node in waiting:
        tree.body.remove(node)
        for function in _users(node, tree):
            function.body.insert(1 if ast.get_docstring(function) else 0, node)
        exports |= {name.name: "." * node.level + (node.module or "") for name in node.names}
    ast.fix_missing_locations(tree)
    file.write_text(ast.unparse(tree) + "\n\n" + _GETATTR.format(exports=exports), "utf-8")


def _can_wait(node: ast.ImportFrom, tree: ast.Module) -> bool:
    plain = all(name.asname is None and name.name != "*" for name in node.names)
    return plain and node.module != "__future__" and _names(_run_at_once(tree)).isdisjoint(_given(node))


def _users(node: ast.ImportFrom, tree: ast.Module) -> list[ast.FunctionDef]:
    functions = [part for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)]
    return [function for function in functions if not _names(ast.walk(function)).isdisjoint(_given(node))]


def _run_at_once(part: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run on import: all except the bodies of functions."""
    yield part
    for name, members in ast.iter_fields(part):
        if not (isinstance(part, ast.FunctionDef) and name == "body"):
            for member in members if isinstance(members, list) else [members]:
                if isinstance(member, ast.AST):
                    yield from _run_at_once(member)


def _names(parts: Iterable[ast.AST]) -> set[str]:
    return {part.id for part in parts if isinstance(part, ast.Name)}


def _given(node: ast.ImportFrom) -> set[str]:
    return {name.name for name in node.names}
