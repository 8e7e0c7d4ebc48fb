"""Reads the text of each expression once. moto reads it up to three times for each action.

moto also copies the tree of an update node by node, and walks it ten times. Each step asks abstract classes
for the type of a node, which is slow.
"""

import pickle
from collections import deque
from functools import cache
from importlib import import_module
from typing import Any

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import validators

_lex = ConditionExpressionParser._lex_condition_expression
_nodes: Any = import_module("moto.dynamodb.parsing.ast_nodes")  # without types
_parsers: Any = import_module("moto.dynamodb.parsing.expressions")
_is: Any = cache(issubclass)
_NODE = (_nodes.Node,)
_INNER = (_nodes.Expression, _nodes.UpdateExpressionFunction)


def _lex_condition_expression(parser: ConditionExpressionParser) -> deque[Any]:
    return deque(_lexed(parser.condition_expression))


@cache
def _lexed(expression: str | None) -> tuple[Any, ...]:
    return tuple(_lex(ConditionExpressionParser(expression, {}, {})))


def _copied(tree: Any) -> Any:
    return pickle.loads(pickle.dumps(tree, pickle.HIGHEST_PROTOCOL))


def _traverse(traverser: Any, tree: Any) -> Any:
    return _walk(traverser, tree, -1, traverser.nodes_to_be_processed())


def _walk(traverser: Any, node: Any, position: int, kinds: tuple[type, ...]) -> Any:
    if not _is(type(node), _NODE):
        return node
    parent = node.parent
    for number, child in enumerate(node.children or ()):
        traverser.pre_processing_of_child(node, number)
        _walk(traverser, child, number, kinds)
    if _is(type(node), kinds):
        node = traverser.process(node)
        node.parent = parent
        if parent:
            parent.children[position] = node
    return node


def _find_clauses(node: Any, kinds: list[type]) -> list[Any]:
    found: list[Any] = []
    for child in node.children or ():
        if type(child) in kinds:
            found.append(child)
        elif _is(type(child), _INNER):
            found += _find_clauses(child, kinds)
    return found


CHANGES: list[tuple[Any, str, Any]] = [
    (_parsers.UpdateExpressionParser, "make", cache(_parsers.UpdateExpressionParser.make)),
    (ConditionExpressionParser, "_lex_condition_expression", _lex_condition_expression),
    (validators, "deepcopy", _copied),
    (_nodes.DepthFirstTraverser, "traverse", _traverse),
    (_nodes.Node, "find_clauses", _find_clauses),
]
