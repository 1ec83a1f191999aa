"""A thing that only its own test mentions is dead."""

import ast
import re
from collections import Counter
from functools import cache

import places
from places import PACKAGE, ROOT

#: decorators by which something is found where nobody names it
FOUND_BY = re.compile(
    r"view_config\b|view_defaults\b|form_views\b|settings_page\b|subscriber\b|\.command\b|\.group\b|\.fixture\b"
)
#: name -> who else asks for it
ASKED_ELSEWHERE = {
    "FolderPredicate.phash": "Pyramid",
    "Letters.deserialize": "Huey",
    "Letters.serialize": "Huey",
    "Queue.delete_data": "Huey",
    "Queue.peek_many": "Huey",
    "Queue.read_schedule": "Huey",
}
DEFINED = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def mentions(file):
    """Count how often a module of the package names each thing, in code and in texts."""
    found = Counter()
    tree = places.parsed(file)
    said = {id(node.value) for node in places.statements(file) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found[node.id] += 1
        elif isinstance(node, ast.Attribute):
            found[node.attr] += 1
        elif isinstance(node, ast.alias):
            found[node.name.rpartition(".")[2]] += 1
        elif isinstance(node, ast.keyword):
            found[node.arg or ""] += 1
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        ):
            found.update(re.findall(r"\w+", node.value))
    return found


@cache
def everything():
    """How often the package, its pages, its settings, the documentation and the tests name each
    thing."""
    found = Counter()
    for file in places.everywhere():
        found.update(mentions(file))
    for file in [
        *places.templates(),
        *places.DASHBOARDS.rglob("*.jinja2"),
        *places.pages(),
        *ROOT.glob("*.ini"),
        ROOT / "setup.py",
        *places.of_tests(),
    ]:
        if file.name != "test_dead_code.py":
            found.update(places.words(file))
    return found


@cache
def mirrors():
    """``{folder below tests/unit: its modules}``."""
    found = {}
    for file in places.of_tests():
        if file.is_relative_to(ROOT / "tests/unit"):
            found.setdefault(file.parent.relative_to(ROOT / "tests/unit"), []).append(file)
    return found


def own_tests(module):
    """The tests that mirror a module: ``test_<its name>.py``, ``test_<its name>_<more>.py``."""
    place = module.relative_to(ROOT).with_suffix("")
    place = place.relative_to("unisms") if place.parts[0] == "unisms" else place
    place = place.parent if place.name == "__init__" else place
    begin = f"test_{place.name}"
    return [
        file
        for file in mirrors().get(place.parent, [])
        if re.fullmatch(rf"{begin}(?:_\w+)?", file.stem)
    ]


def definitions(module):
    """``(full name, statement)`` of each class, function and constant, and of those of classes."""
    for node in places.parsed(module).body:
        for name in names_of(node):
            yield name, node
        if isinstance(node, ast.ClassDef) and not is_of_others(node):
            yield from (
                (f"{node.name}.{name}", inner) for inner in node.body for name in names_of(inner)
            )


def names_of(node):
    if isinstance(node, DEFINED):
        return [node.name]
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]


@cache
def bases():
    nodes = [node for file in places.everywhere() for node in places.statements(file)]
    return {
        node.name: [*map(ast.unparse, node.bases)]
        for node in nodes
        if isinstance(node, ast.ClassDef)
    }


def is_of_others(node):
    """Whether a class builds on one that is not ours, which calls its methods by names of its
    own."""
    waiting = [*map(ast.unparse, node.bases)]
    while waiting:
        base = waiting.pop()
        if base not in bases():
            return True
        waiting.extend(bases()[base])
    return False


def is_found_otherwise(name, node, module):
    """Whether a mechanism finds it.

    A mechanism is pytest, a promise that is kept by its shape, or a decorator of it or of one of
    its methods.
    """
    inner = (
        [one for one in getattr(node, "body", ()) if isinstance(one, DEFINED)]
        if is_class(node)
        else []
    )
    decorators = [
        told(one, module) for each in [node, *inner] for one in getattr(each, "decorator_list", ())
    ]
    promised = is_class(node) and "Protocol" in [*map(ast.unparse, node.bases)]
    return (
        promised
        or name.rpartition(".")[2].startswith("test_")
        or any(map(FOUND_BY.search, decorators))
    )


def told(decorator, module):
    """A decorator as it is written; one that the module itself makes of another, as it is made."""
    made = {name: one for one in places.parsed(module).body for name in names_of(one)}
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(made.get(ast.unparse(called), called))


def is_class(node):
    return isinstance(node, ast.ClassDef)


def dead():
    looked_at = 0
    for module in places.everywhere():
        own = sum((places.words(file) for file in own_tests(module)), Counter())
        for name, node in definitions(module):
            short = name.rpartition(".")[2]
            if short.startswith("_") or is_found_otherwise(name, node, module):
                continue
            looked_at += 1
            if everything()[short] <= own[short]:
                yield name
    assert looked_at > 3_000


def test_nothing_is_kept_that_only_its_own_test_mentions():
    assert {*dead()} == {*ASKED_ELSEWHERE}


def test_most_modules_have_tests_of_their_own():
    assert len([module for module in places.modules() if own_tests(module)]) > 150


def test_a_test_is_told_from_those_of_its_neighbours():
    names = [file.name for file in own_tests(PACKAGE / "tasks/delivery/index.py")]
    assert names[:2] == ["test_index.py", "test_index_forms.py"]
    assert [file.name for file in own_tests(PACKAGE / "tasks/delivery/news.py")] == ["test_news.py"]
