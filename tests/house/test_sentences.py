"""Every problem that is told has its sentence, in both languages; no sentence tells of another."""

import ast
import importlib
import inspect
from itertools import product

import places
import pytest
from jinja2 import nodes

from unisms.services.alerts.sentences import OF_ALERTS
from unisms.services.approvals.sentences import OF_APPROVALS
from unisms.services.audience.sentences import of_check
from unisms.services.campaigns import guards, refusals, releases
from unisms.services.ground.problem import ANY, OTHER, Counted, Problem, Sentence, headline, tell
from unisms.services.ground.sentences import OF_FORMS
from unisms.services.imports import row_rule, uploads
from unisms.services.imports.sentences import OF_CHOICES, OF_FILES
from unisms.services.schedules.sentences import OF_SCHEDULES
from unisms.sms import causes
from unisms.web.edge.languages import LANGUAGES, catalogue
from unisms.web.edge.sentences import SENTENCES, TABLES

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
    if isinstance(node, ast.BoolOp):
        return [one for part in node.values for one in values(file, part)]
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


def names(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


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
    sending = guards.CODES | (plain - {"late"}) | {"credit"}
    sending |= {f"outdated_{code}" for code in outdated}
    sending |= {f"untimely_{code}" for code in literal("Untimely")}
    sending |= {f"unfit_{cause}" for cause in (*causes.MEANINGS, OTHER)}
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
#: the page of a message says how many there are beside the box of numbers, while one types
BOX = {
    ("numbers", f"too_many{few}{fileless}")
    for few in ("", "_for_two")
    for fileless in ("", "_without_files")
}
#: codes that a table and what raises them make of the same list
MADE = {"cause", "send", "resend", "msisdn"}


def written():
    """Every text of the code, but of the tables of sentences, and of the templates."""
    for file in places.modules():
        if file.name not in ("sentences.py", "refusals.py"):
            for node in ast.walk(places.parsed(file)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value.rstrip(":")  # a code is packed with figures
    for file in places.templates():
        yield from (one.value for one in places.template(file).find_all(nodes.Const))


def raised_in_forms():
    """The codes of all that is wrong with a field."""
    refused = {one for file, args in calls("reject") for one in values(file, args[1])}
    return (literal("Wrong") | refused) - {None}


def test_many_problems_were_looked_at():
    assert len(told(*SENDING)) >= 25
    assert len(refused()) >= 30
    assert len(raised_in_forms()) >= 33
    assert len(SENTENCES) >= 230


def test_no_two_tables_tell_of_one_problem_and_no_table_twice():
    assert sum(map(len, TABLES)) == len(SENTENCES)
    shown = [
        eval(ast.unparse(key), {"ANY": ANY, "OTHER": OTHER})
        for file in places.modules("services", at_least=110)
        if file.name in ("sentences.py", "refusals.py", "searches.py")
        for node in ast.walk(places.parsed(file))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Tuple) and not names(key) - {"ANY", "OTHER"}
    ]
    assert len(shown) >= 190
    assert sorted({one for one in shown if shown.count(one) > 1}) == []


def test_every_limit_that_is_passed_has_its_code():
    assert literal("BeyondLimit") | {*guards.BEYOND.values()} == guards.CODES


def test_every_problem_of_a_message_has_its_sentence_and_no_sentence_is_of_another():
    others = ("check", "reply", "since", "deputy")  # the last two of an absence
    elsewhere = {*OF_ALERTS, *OF_APPROVALS}
    of_messages = {pair for pair in told(*SENDING) if pair[0] not in others} - elsewhere
    kept = {*refusals.SENTENCES, *OF_SCHEDULES} - {("schedule", OTHER)}
    assert of_messages | refused() | BOX == kept


def test_every_problem_has_its_sentence():
    assert [pair for pair in told("") if pair not in SENTENCES] == []
    assert raised_in_forms() - {code for _, code in SENTENCES} == set()
    assert {cause for field, cause in SENTENCES if field == "cause"} == {*causes.MEANINGS, OTHER}


def test_no_sentence_tells_of_a_problem_that_there_is_not():
    known = {*written()}
    told_of = {code for field, code in SENTENCES if field not in MADE} - {OTHER}
    codes = {code.removesuffix("_of_sheet") for code in told_of}
    assert len(codes) >= 95
    assert codes - known - {code for _, code in BOX} == set()


def test_what_any_form_may_find_wrong_is_said_of_any_field():
    general = {
        one
        for file, args in calls("Wrong")
        if file.name == "readers.py"
        for one in values(file, args[0])
    }
    assert general == {code for _, code in OF_FORMS} - {OTHER, "lost", "taken"} | {"hours"}
    assert {field for field, _ in OF_FORMS} == {ANY}


def test_whatever_keeps_a_file_from_being_read_says_why_and_what_to_do():
    known = {code for _, code in OF_FILES}
    unread = literal("Unreadable", "services/") - {None}
    assert len(unread) >= 5
    assert unread | {one.problem for one in uploads.BOUNDS} <= known
    assert [code for (_, code), one in OF_FILES.items() if not one.headline] == []


def test_a_check_that_stops_says_why():
    for code in (
        "restored",
        "frozen",
        "empty_audience",
        "audience_away",
        "dates_unread:2:1:demain",
    ):
        assert {*(one[:2] for one in of_check(code))} <= {*SENTENCES}, code


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
    assert choices == {*OF_CHOICES} - conditions | ways | {("rule", None)}
    assert conditions <= {*OF_CHOICES}


#: the fields of choices that are checked alike
COLUMNS = ("number_columns", "name_columns", "key_column", "country_column")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_what_its_problem_tells(language):
    styles = dict.fromkeys(("number", "minutes", "duration", "money"), str)
    translations = catalogue(language)
    for (field, code), sentence in SENTENCES.items():
        assert isinstance(sentence, Sentence | Counted)
        names = sentence.names.split()
        for count in (1, 2):
            first = count if isinstance(sentence, Counted) else f"<{names[0]}>" if names else ""
            detail = (first, *(f"<{name}>" for name in names[1:]))[: len(names)]
            problem = Problem(field, code, detail)
            said = tell(problem, SENTENCES, translations, styles)
            said_of = [one for one in detail if one != 1]  # a single line is not counted
            assert all(str(one) in said for one in said_of), problem
            assert "%(" not in said + headline(problem, SENTENCES, translations)
