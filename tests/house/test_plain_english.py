"""A sentence about code begins with its actor and a verb, not with a relative clause that stands
for a noun."""

import ast
import re

import places
import pytest

RELATIVES = r"(?:What|Who|Whom|Whose|Whoever|One|The same|Likewise)\b"
DOCSTRING = re.compile(rf"\s*{RELATIVES}")
COMMENT = re.compile(rf"(?:^|  )\s*#:? ?{RELATIVES}", re.IGNORECASE)
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
FILES = {
    "unisms": places.modules,
    "dashboards": places.of_dashboards,
    "tests": places.of_tests,
}


def docstrings(file):
    nodes = [places.parsed(file), *places.statements(file)]
    found = (ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, DOCUMENTED))
    return [text for text in found if text]


def comments(lines):
    """The lines on which a comment begins; a comment of several lines begins on the first one."""
    before = ""
    for line in lines:
        if "#" in line and not (_is_comment(line) and _is_comment(before)):
            yield line
        before = line


def _is_comment(line):
    return line.lstrip().startswith("#")


@pytest.mark.parametrize("where", FILES)
def test_no_docstring_begins_with_a_relative_clause(where):
    found = [text for file in FILES[where]() for text in docstrings(file)]
    assert len(found) > {"unisms": 1_800, "dashboards": 300, "tests": 700}[where]
    assert [text for text in found if DOCSTRING.match(text)] == []


@pytest.mark.parametrize("where", FILES)
def test_no_comment_begins_with_a_relative_clause(where):
    found = [line for file in FILES[where]() for line in comments(file.read_text().splitlines())]
    assert len(found) > {"unisms": 900, "dashboards": 20, "tests": 500}[where]
    assert [line for line in found if COMMENT.search(line)] == []


def test_the_beginning_of_a_comment_is_what_counts():
    lines = [f"x = 1{' ' * 2}# what it is", "# Keeps", "# who", "", "#: Whose", "# the one"]
    assert [bool(COMMENT.search(line)) for line in comments(lines)] == [True, False, True]
