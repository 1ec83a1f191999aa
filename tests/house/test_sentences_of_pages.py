"""No sentence of a problem stands in a template: pages take it from the tables of the wings."""

import places
import pytest
from jinja2 import nodes

from unisms.services.ground.problem import Counted
from unisms.web.edge.sentences import SENTENCES

WORDS = {"_", "gettext", "ngettext"}
TEMPLATES = places.templates()
#: the way to somewhere else, beside a sentence
WAYS = {"Mes préférences"}
#: said of a page as it stands, too, when there is no problem
FACTS = {"Il ne peut plus payer de nouveaux messages.", "Rien ne part pour le moment"}
ANSWERS = "error.jinja2"  # of the door, by status: there is no problem of a service behind them


def spoken(*parts):
    """The sentences that stand in these parts of a template."""
    for part in parts:
        for call in found(part, nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in WORDS:
                yield from (one.value for one in call.args if isinstance(one, nodes.Const))


def found(part, kind):
    return [*([part] if isinstance(part, kind) else []), *part.find_all(kind)]


def errors(tree):
    """The parts of a template that it shows as what is wrong: beside a field, or on top."""
    for call in tree.find_all(nodes.Call):
        yield from (one.value for one in call.kwargs if one.key == "error")
        if ui(call) == "problems":
            yield from call.args


def ui(call):
    return call.node.attr if isinstance(call.node, nodes.Getattr) else ""


def behind(tree, part):
    """``part``, and whatever the template sets the names to that it uses."""
    known, parts = set(), [part]
    while parts:
        part = parts.pop()
        yield part
        for name in {one.name for one in found(part, nodes.Name)} - known:
            known.add(name)
            parts += given(tree, name)


def given(tree, name):
    """All that a template sets a name to, or puts into it."""
    for one in tree.find_all((nodes.Assign, nodes.AssignBlock)):
        if name in {target.name for target in found(one.target, nodes.Name)}:
            yield from [one.node] if isinstance(one, nodes.Assign) else one.body
    for call in tree.find_all(nodes.Call):
        if ui(call) in ("update", "append"):
            holder = call.node.node
            if isinstance(holder, nodes.Name) and holder.name == name:
                yield from call.args


def judged(tree):
    """The parts that a template shows for one problem and not for another."""
    for one in tree.find_all((nodes.If, nodes.CondExpr)):
        if any(names_problem(test) for test in found(one.test, nodes.Compare)):
            yield from one.body if isinstance(one, nodes.If) else [one.expr1]


def names_problem(test):
    names = {one.name for one in found(test, nodes.Name)}
    return "problem" in names | {one.attr for one in found(test, nodes.Getattr)}


def test_enough_was_looked_at():
    trees = [places.template(file) for file in TEMPLATES]
    assert sum(len([*errors(tree)]) for tree in trees) >= 95
    assert sum(len([*judged(tree)]) for tree in trees) >= 30
    shown = [one for tree in trees for part in errors(tree) for one in behind(tree, part)]
    assert len(shown) >= 180


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_what_is_wrong_is_said_by_no_template(file):
    tree = places.template(file)
    shown = [one for part in errors(tree) for one in behind(tree, part)]
    assert [*spoken(*shown)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_has_a_sentence_for_one_problem_and_another_for_another(file):
    if file.name != ANSWERS:
        assert {*spoken(*judged(places.template(file)))} - WAYS == set()


def test_no_template_says_what_a_table_says():
    tables = set()
    for one in SENTENCES.values():
        tables |= {*one[:2]} if isinstance(one, Counted) else {one.french}
        tables |= {one.headline.french} if one.headline else set()
    said = {text for file in TEMPLATES for text in spoken(places.template(file))}
    assert len(said) > 900
    assert said & tables == FACTS
