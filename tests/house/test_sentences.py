"""Every problem that is told has its sentence, in both languages; no sentence tells of another."""

import ast
import importlib
from itertools import product

import places
import pytest

from unisms.services.campaigns import guards, refusals, releases
from unisms.services.ground.problem import Problem, Sentence, tell
from unisms.web.edge.languages import LANGUAGES, catalogue

#: what keeps uncertain messages, or a paused campaign, from leaving: not each refusal of sending
AGAIN = {"closed", "credit", "held", "late"}


def calls(name):
    """The arguments of each call of ``name`` in the package, with the module where it stands."""
    for file in places.modules():
        for node in ast.walk(places.parsed(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
                yield file, node.args


def values(file, node):
    """What an argument may be: a constant, one of two, or a name that its module knows."""
    if isinstance(node, ast.IfExp):
        return values(file, node.body) + values(file, node.orelse)
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Attribute):
        module = importlib.import_module(places.dotted(file))
        return [getattr(getattr(module, ast.unparse(node.value), None), node.attr, None)]
    return []


def literal(name):
    """Each value that the first argument of a call of ``name`` may be."""
    return {one for file, args in calls(name) if args for one in values(file, args[0])}


def told():
    """Field and code of each ``Problem`` that is written out."""
    found = set()
    for file, args in calls("Problem"):
        if len(args) > 1:
            found.update(product(values(file, args[0]), values(file, args[1])))
    return {pair for pair in found if None not in pair}


def refused():
    """Those that are made of exceptions: of sending, and of sending again."""
    gone, plain = literal("Outdated"), {*refusals.PLAIN.values()}
    outdated = gone | {
        node.value
        for node in ast.walk(ast.parse(_source(releases.outdated)))
        if isinstance(node, ast.Constant) and str(node.value).isidentifier()
    }
    sending = guards.CODES | (plain - {"late"}) | {"credit", "unfit"}
    sending |= {f"outdated_{code}" for code in outdated}
    again = guards.CODES | AGAIN | {f"outdated_{code}" for code in gone}
    return {("send", code) for code in sending} | {("resend", code) for code in again}


def _source(function):
    file = places.PACKAGE / "services/campaigns/releases.py"
    [found] = [
        node
        for node in places.statements(file)
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__
    ]
    return ast.unparse(found)


def test_many_problems_were_looked_at():
    assert len(told()) >= 25
    assert len(refused()) >= 30


def test_every_limit_that_is_passed_has_its_code():
    assert literal("BeyondLimit") | {*guards.BEYOND.values()} == guards.CODES


def test_every_problem_has_its_sentence_and_no_sentence_is_of_another():
    assert told() | refused() == {*refusals.SENTENCES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_what_its_problem_tells(language):
    styles = {"number": str, "minutes": str}
    for (field, code), sentence in refusals.SENTENCES.items():
        assert isinstance(sentence, Sentence)
        names = sentence.names.split()
        detail = tuple(f"<{name}>" for name in names)
        problem = Problem(field, code, detail)
        said = tell(problem, refusals.SENTENCES, catalogue(language).gettext, styles)
        assert all(one in said for one in detail), problem
        assert "%(" not in said
