"""Named containers, and the paths by which records are found again."""

import pytest
from factories import NOW, make_institution, reread
from persistent import Persistent

from unisms.model import folder as module
from unisms.model.folder import (
    LETTERS,
    Folder,
    FolderFull,
    NameTaken,
    dated_name,
    find,
    look_up,
    path_of,
)
from unisms.model.templates import TemplateFolder


class Leaf(Persistent):
    __name__ = ""
    __parent__ = None


@pytest.fixture
def folder(root):
    return root["institutions"]


def test_a_child_knows_its_name_and_its_parent_and_is_found_by_its_path(root, folder):
    inner = folder.add("inner", Folder("Inside"))
    leaf = inner.add("leaf", Folder())
    reread(inner)
    assert (leaf.__name__, leaf.__parent__, inner.title) == ("leaf", inner, "Inside")
    assert path_of(leaf) == "/institutions/inner/leaf"
    assert find(root, path_of(leaf)) is leaf


def test_the_path_of_the_root_is_a_slash(root):
    assert path_of(root) == "/"


def test_what_is_nowhere_is_not_found(root):
    with pytest.raises(KeyError):
        find(root, "/institutions/nowhere")


def test_what_may_be_gone_is_looked_up(root, folder):
    leaf = folder.add("here", Folder()).add("leaf", Leaf())
    assert look_up(root, path_of(leaf)) is leaf
    assert look_up(root, "/institutions/nowhere/leaf") is None
    assert look_up(root, "/institutions/here/nothing") is None


def test_a_name_is_given_once(folder):
    first = folder.add("one", Folder())
    with pytest.raises(NameTaken):
        folder.add("one", Folder())
    assert folder["one"] is first
    assert len(folder) == 1


def test_children_are_looked_at_in_the_order_of_their_names(folder):
    for name in ("b", "c", "a"):
        folder.add(name, Folder(name))
    assert list(reread(folder)) == list(folder.keys()) == ["a", "b", "c"]
    assert [child.title for child in folder.values()] == ["a", "b", "c"]
    assert [name for name, _ in folder.items("b")] == ["b", "c"]
    assert [child.title for child in folder.values("b", "c", excludemax=True)] == ["b"]
    assert list(folder.keys("c")) == ["c"]


def test_a_child_is_known_by_its_name_alone(folder):
    folder.add("a", Folder())
    assert "a" in folder
    assert "b" not in folder
    assert folder.get("b") is None
    assert folder.get("b", 1) == 1
    with pytest.raises(KeyError):
        folder["b"]


def test_what_is_removed_is_gone_and_belongs_nowhere(folder):
    folder.add("a", Folder())
    gone = folder.remove("a")
    assert "a" not in reread(folder)
    assert gone.__parent__ is None
    assert len(folder) == 0


def test_an_empty_folder_is_true(folder):
    assert folder
    assert len(folder) == 0


def test_a_dated_name_sorts_by_date_and_can_be_read_aloud():
    name = dated_name({}, NOW)
    assert name[:9] == "20270115-"
    assert len(name) == 13
    assert set(name[9:]) <= set(LETTERS)
    assert not set(LETTERS) & set("ilo01")


def test_a_dated_name_in_use_is_drawn_again(monkeypatch):
    letters = iter("aaaabbbb")
    monkeypatch.setattr("unisms.model.folder.secrets.choice", lambda _: next(letters))
    assert dated_name({"20270115-aaaa"}, NOW) == "20270115-bbbb"


def test_a_dated_name_in_use_elsewhere_is_drawn_again(monkeypatch):
    letters = iter("aaaabbbbcccc")
    monkeypatch.setattr("unisms.model.folder.secrets.choice", lambda _: next(letters))
    assert dated_name({"20270115-bbbb"}, NOW, [{}, {"20270115-aaaa"}]) == "20270115-cccc"


def test_a_folder_of_an_institution_takes_so_many_and_no_more(root, monkeypatch):
    monkeypatch.setitem(module.BOUNDS, "groups", 2)
    groups = make_institution(root)["groups"]
    for name in ("l1", "l2"):
        groups.add(name, Folder())
    with pytest.raises(FolderFull) as refusal:
        groups.add("l3", Folder())
    assert refusal.value.most == 2
    groups.remove("l1")
    groups.add("l3", Folder())


def test_a_folder_of_templates_has_a_bound_whatever_its_name():
    assert TemplateFolder("BU").bound == 2_000
    assert Folder().bound == 0
