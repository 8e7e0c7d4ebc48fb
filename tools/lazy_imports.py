"""Let a module import what it only hands on, or only some function uses, when that is asked for.

`from aws_lambda_powertools.event_handler import Response` imports every kind of resolver, AppSync's with
asyncio among them, and every class of event. The names stay, found by the module's `__getattr__` (PEP 562);
but one that is its own module's too is the module to whoever comes after an import of that.
"""

import ast
from collections.abc import Iterator
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
    """Rewrite the module; raise ValueError if nothing in it can wait."""
    tree = ast.parse(file.read_text("utf-8"))
    exports: dict[str, str] = {}
    waiting = [node for node in tree.body if isinstance(node, ast.ImportFrom) and _can_wait(node, tree)]
    if not waiting:
        raise ValueError(f"nothing in {file} can wait")
    for node in waiting:
        tree.body.remove(node)
        for function in _users(node, tree):
            function.body.insert(1 if ast.get_docstring(function) else 0, node)
        exports |= {name.name: "." * node.level + (node.module or "") for name in node.names}
    file.write_text(
        ast.unparse(ast.fix_missing_locations(tree)) + "\n\n" + _GETATTR.format(exports=exports), "utf-8"
    )


def _can_wait(node: ast.ImportFrom, tree: ast.Module) -> bool:
    plain = all(name.asname is None and name.name != "*" for name in node.names)
    at_once = {name for part in tree.body for name in _names(*_run_at_once(part))}
    return plain and node.module != "__future__" and at_once.isdisjoint(name.name for name in node.names)


def _run_at_once(part: ast.stmt) -> list[ast.AST]:
    if isinstance(part, ast.FunctionDef):
        return [part.args, *part.decorator_list, *filter(None, [part.returns])]
    return [part]


def _users(node: ast.ImportFrom, tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for part in tree.body:
        if isinstance(part, ast.FunctionDef) and not _names(part).isdisjoint(
            name.name for name in node.names
        ):
            yield part


def _names(*parts: ast.AST) -> set[str]:
    return {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}
