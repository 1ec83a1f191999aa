"""Every act in the audit journal has words that a secretary understands."""

import ast

import places

from unisms.seams.verbs import KINDS
from unisms.services.ground import journal

PLACES = {"note": 1, "AuditEntry": 2, "write": 1, "_write": 1}  # which argument is the verb
METHODS = {"write": 1, "add": 1, "change": 1}  # of ``journal``, ``records``


def verbs(source):
    """Return the verbs that a module notes: arguments, the ``verb`` of a page, its tries."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from words_in(node.args[METHODS.get(node.func.attr, len(node.args)) :][:1])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from words_in(node.args[PLACES.get(node.func.id, len(node.args)) :][:1])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
            "verb",
            "trying",
        ):
            yield from words_in([node.value])


def all_verbs():
    noted = {verb for file in places.modules() for verb in verbs(file.read_text())} | set(
        journal.ACTS.values()
    )
    assert len(noted) >= 60
    return noted


def words_in(nodes):
    found = (inner for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    return [one.value for one in found if isinstance(one.value, str) and "." in one.value]


def test_every_verb_of_the_journal_is_announced_with_its_words_and_its_kind(house):
    announced = house.registry.verbs
    assert all_verbs() - announced.keys() == set()
    assert all(verb.words for verb in announced.values())


def test_the_journal_lets_choose_every_kind_and_every_verb(house):
    page = house.person("admin").get("/institutions/paris1/audit")
    offered = [one["value"] for one in page.html.select("select#verb option")]
    assert {*offered} == {"", *KINDS, *house.registry.verbs}
    assert len(offered) == len({*offered})


def test_a_verb_is_found_wherever_it_stands():
    told = verbs(
        'note(request, "a.b" if x else "c.d", thing)\nclass A:\n    verb = "e.f"\nAuditEntry(1, '
        '"", "g.h")\nf(1)'
    )
    assert set(told) == {"a.b", "c.d", "e.f", "g.h"}
