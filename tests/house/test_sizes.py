"""A file is read without scrolling for long, a function without scrolling at all."""

import ast

import places

FILE, FUNCTION = 300, 40  # lines
#: file -> lines: longer ones of before, which may only shrink
LONG_FILES = {
    "campaigns.py": 313,
    "people.py": 315,
}
#: function -> lines: longer ones of before, which may only shrink
LONG_FUNCTIONS = {
    "campaigns": 41,
    "of": 46,
    "resend_uncertain": 41,
}


def long_files():
    sizes = [(file.name, len(file.read_text().splitlines())) for file in places.modules()]
    return {name: lines for name, lines in sizes if lines > FILE}


def long_functions():
    nodes = [node for file in places.modules() for node in places.statements(file)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(functions) >= 3_000
    sizes = [(node.name, node.end_lineno - node.lineno + 1) for node in functions]
    return {name: lines for name, lines in sizes if lines > FUNCTION}


def test_no_file_grows_long():
    found = long_files()
    assert {
        name: lines for name, lines in found.items() if lines > LONG_FILES.get(name, FILE)
    } == {}
    assert LONG_FILES.keys() - found.keys() == set(), "it is short now: take it off the list"


def test_no_function_grows_long():
    found = long_functions()
    assert {
        name: lines for name, lines in found.items() if lines > LONG_FUNCTIONS.get(name, FUNCTION)
    } == {}
    assert LONG_FUNCTIONS.keys() - found.keys() == set(), "it is short now: take it off the list"
