"""Each mail that is posted is of a kind that somebody announced, with the values that it needs."""

import ast
import contextlib
import importlib

import places
from announced import registry

POST = "outbox.post"


def posted():
    """Yield where each mail is posted, the call and its kind, where that stands there."""
    for file in places.modules():
        for node in ast.walk(places.parsed(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(POST):
                with contextlib.suppress(NameError):  # a kind that a variable tells
                    yield file, node, value(file, node.args[1])


def value(file, node):
    """Return the value of a constant, or of the name of one in that module."""
    if isinstance(node, ast.Constant):
        return node.value
    dotted = ".".join(file.relative_to(places.ROOT).with_suffix("").parts)
    return eval(ast.unparse(node), vars(importlib.import_module(dotted)))


def test_each_mail_that_is_posted_is_of_a_kind_that_was_announced():
    kinds = {kind for _, _, kind in posted()}
    assert kinds
    assert kinds - registry().mails.keys() == set()


def test_a_text_that_is_posted_with_its_values_has_them_all():
    for file, call, kind in posted():
        given = call.args[3]
        if isinstance(given, ast.Dict) and None not in given.keys:
            names = {key.value for key in given.keys if isinstance(key, ast.Constant)}
            needed = registry().mails[kind]["fr"].placeholders
            assert needed - names == set(), file
