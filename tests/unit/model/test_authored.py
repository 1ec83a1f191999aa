"""A folder whose things have a date in their name, and an author."""

import pytest
from factories import NOW, make_institution
from persistent import Persistent

from unisms.model.authored import Authored
from unisms.model.folder import dated_name


class Thing(Persistent):
    def __init__(self, author):
        self.author = author


@pytest.fixture
def folder():
    folder = Authored()
    for name, author in (
        ("20270103-b", "zoe"),
        ("20270101-a", "max"),
        ("20270105-c", "zoe"),
        ("20270104-d", "zo"),
    ):
        folder.add(name, Thing(author))
    return folder


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("~", ["20270105-c", "20270104-d", "20270103-b", "20270101-a"]),
        ("20270104-d", ["20270103-b", "20270101-a"]),
        ("20270104", ["20270103-b", "20270101-a"]),
        ("20270103-b\0", ["20270103-b", "20270101-a"]),
        ("20270101-a", []),
        ("", []),
        ("\0", []),
    ],
)
def test_names_come_from_the_latest_back(folder, before, names):
    assert list(folder.latest(before)) == names


def test_each_finds_their_own(folder):
    assert list(folder.latest_of("zoe")) == ["20270105-c", "20270103-b"]
    assert list(folder.latest_of("zoe", "20270105-c")) == ["20270103-b"]
    assert list(folder.latest_of("zoe", "")) == []
    assert list(folder.latest_of("zo")) == ["20270104-d"]
    assert list(folder.latest_of("nobody")) == []


def test_what_is_taken_out_is_nobodys(folder):
    assert folder.remove("20270105-c").author == "zoe"
    assert list(folder.latest()) == ["20270104-d", "20270103-b", "20270101-a"]
    assert list(folder.latest_of("zoe")) == ["20270103-b"]


def test_an_empty_one_has_nothing():
    assert list(Authored().latest()) == list(Authored().latest_of("zoe")) == []


def test_thousands_are_met_in_order_one_by_one():
    folder = Authored()
    names = [
        folder.add(dated_name(folder, NOW + 600 * number), Thing(f"p{number % 7}")).__name__
        for number in range(3000)
    ]
    assert list(folder.latest()) == sorted(names, reverse=True)
    assert sorted(name for person in range(7) for name in folder.latest_of(f"p{person}")) == sorted(
        names
    )


@pytest.mark.parametrize("name", ["campaigns", "imports"])
def test_an_institution_has_them(root, name):
    assert isinstance(make_institution(root)[name], Authored)
