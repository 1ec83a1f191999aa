"""Every problem that is told has its sentence, in both languages; no sentence tells of another."""

import ast
import importlib
import inspect
from itertools import product

import places
import pytest

from unisms.services.campaigns import guards, refusals, releases
from unisms.services.ground.problem import OTHER, Problem, Sentence, tell
from unisms.services.ground.sentences import OF_FORMS
from unisms.services.imports import row_rule, uploads
from unisms.services.imports.sentences import CHOICES, OF_FILES
from unisms.services.institution.sentences import OF_SETTINGS
from unisms.web.edge.languages import LANGUAGES, catalogue
from unisms.web.frame.formats import SENTENCES

#: refusals of sending uncertain messages again, or of resuming: fewer than those of sending
AGAIN = {"closed", "credit", "held", "late"}


def calls(name):
    """The arguments of each call of ``name`` in the package, with the module where it stands."""
    for file in places.modules():
        for node in ast.walk(places.parsed(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
                yield file, node.args


def values(file, node):
    """Return each value of an argument: a constant, one of two, or a name of its module."""
    if isinstance(node, ast.IfExp):
        return values(file, node.body) + values(file, node.orelse)
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Attribute):
        module = importlib.import_module(places.dotted(file))
        return [getattr(getattr(module, ast.unparse(node.value), None), node.attr, None)]
    return []


def literal(name, folders=""):
    """Each value that the first argument of a call of ``name`` in these folders may be."""
    return {
        one
        for file, args in calls(name)
        if args and place(file).startswith(folders)
        for one in values(file, args[0])
    }


def place(file):
    return str(file.relative_to(places.PACKAGE))


def told(*folders):
    """Field and code of each ``Problem`` that is written out in these folders of the package."""
    found = set()
    for file, args in calls("Problem"):
        if len(args) > 1 and place(file).startswith(folders):
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


#: the folders in which messages are written and sent
SENDING = ("services/", "web/campaigns/", "web/compose/")


def test_many_problems_were_looked_at():
    assert len(told(*SENDING)) >= 25
    assert len(refused()) >= 30
    assert len(literal("Wrong")) >= 20


def test_every_limit_that_is_passed_has_its_code():
    assert literal("BeyondLimit") | {*guards.BEYOND.values()} == guards.CODES


def test_every_problem_of_a_message_has_its_sentence_and_no_sentence_is_of_another():
    assert told(*SENDING) | refused() == {*refusals.SENTENCES}


def test_whatever_is_wrong_in_a_form_has_a_sentence_and_no_sentence_is_of_another():
    refused = {one for file, args in calls("reject") for one in values(file, args[1])}
    wrong = literal("Wrong") | refused
    assert {code for _, code in (*OF_FORMS, *OF_SETTINGS)} - {OTHER} <= wrong
    general = {
        one
        for file, args in calls("Wrong")
        if file.name == "forms.py"
        for one in values(file, args[0])
    }
    assert general == {code for _, code in OF_FORMS} - {OTHER, "lost", "taken"} | {"hours"}


def test_whatever_keeps_a_file_from_being_read_has_a_title_and_an_advice():
    known = {code for field, code in OF_FILES if field == "file"}
    unread = literal("Unreadable", "services/") - {None}
    assert len(unread) >= 5
    assert unread | {one.problem for one in uploads.BOUNDS} <= known
    advised = {code for field, code in OF_FILES if field == "advice"}
    assert {code.removesuffix("_of_sheet") for code in known} == advised


def test_every_choice_of_a_file_that_makes_no_sense_has_its_sentence():
    faults = [
        node.value.value
        for node in ast.walk(ast.parse(inspect.getsource(row_rule._fault)))
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant)
    ]
    choices = {
        pair
        for file, args in calls("BadChoice")
        for pair in product(values(file, args[0]) or COLUMNS, values(file, args[1]))
    }
    ways = {(field, "choice") for field in ("encoding", "sheet", "with_hidden")}  # a general one
    conditions = {("rule", fault) for fault in faults if fault}
    assert len(conditions) >= 4
    assert choices == {*CHOICES} - conditions | ways | {("rule", None)}
    assert conditions <= {*CHOICES}


#: the fields of choices that are checked alike
COLUMNS = ("number_columns", "name_columns", "key_column", "country_column")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_what_its_problem_tells(language):
    styles = {"number": str, "minutes": str}
    for (field, code), sentence in SENTENCES.items():
        assert isinstance(sentence, Sentence)
        names = sentence.names.split()
        detail = tuple(f"<{name}>" for name in names)
        problem = Problem(field, code, detail)
        said = tell(problem, SENTENCES, catalogue(language).gettext, styles)
        assert all(one in said for one in detail), problem
        assert "%(" not in said
