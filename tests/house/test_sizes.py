"""A file is read without scrolling for long, a function without scrolling at all."""

import ast

import places

FILE, FUNCTION = 300, 40  # lines


def long_files():
    sizes = [(file.name, len(file.read_text().splitlines())) for file in places.everywhere()]
    return {name: lines for name, lines in sizes if lines > FILE}


def long_functions():
    nodes = [node for file in places.everywhere() for node in places.statements(file)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(functions) >= 3_000
    sizes = [(node.name, node.end_lineno - node.lineno + 1) for node in functions]
    return {name: lines for name, lines in sizes if lines > FUNCTION}


def test_no_file_grows_long():
    assert long_files() == {}


def test_no_function_grows_long():
    assert long_functions() == {}
