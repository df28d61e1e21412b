"""A function is read in one screen, a module in one sitting."""

import ast

import pytest

from tests.architecture import tree

MODULE_LINES = 700
FUNCTION_LINES = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(function: Function) -> int:
    """Count the lines of a function, its docstring left out: an example in it should not cost room."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} at line {node.lineno} has {length(node)} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function) and length(node) > FUNCTION_LINES
    ]


def test_no_module_is_too_long():
    counts = {str(path): len(text.splitlines()) for path, text in tree.modules()}
    assert {path: count for path, count in counts.items() if count > MODULE_LINES} == {}


def test_no_function_is_too_long():
    found = {str(path): long_functions(text) for path, text in tree.modules()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(("lines", "is_long"), [(FUNCTION_LINES, False), (FUNCTION_LINES + 1, True)])
@pytest.mark.parametrize("docstring", ["", '    """One.\n\n    Two.\n    """\n'])
def test_the_limit_counts_code_and_not_the_docstring(lines, is_long, docstring):
    source = "def f():\n" + docstring + "    x = 1\n" * (lines - 1)
    assert bool(long_functions(source)) is is_long
