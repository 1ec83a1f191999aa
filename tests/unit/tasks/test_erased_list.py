"""The list of who was erased, beside the store; and what is erased once more by it."""

import pytest
from factories import NOW, make_house, make_person, mobile

from unisms.model.roles import PERSON
from unisms.services.dossiers import erasures
from unisms.services.dossiers.subjects import of_person
from unisms.services.ground import lives
from unisms.services.operators import repeats, restores
from unisms.services.operators.repeats import Erased
from unisms.services.rights import rights
from unisms.tasks import erased_list

DAY = 86400


@pytest.fixture
def erased(worker):
    """A store in which Zoé was erased, and another Zoé put in her place: it was brought back."""
    worker.run(furnish)
    worker.run(erase)
    erased_list.look(worker, NOW)
    worker.run(forget)


def furnish(root):
    paris = make_house(root)
    make_person(paris, "chef", "Anne Chef", mobile(1))
    paris.grants.give(f"{PERSON}chef", "administrator")
    make_person(paris, "zoe", "Zoé", mobile(4242))


def erase(root):
    paris = root["institutions"]["paris1"]
    chief = rights.person(paris, "chef")
    erasures.begin(chief, of_person(paris, "zoe"), NOW, refuses=False)


def forget(root):
    paris = root["institutions"]["paris1"]
    paris["erasures"].remove(next(iter(paris["erasures"])))
    make_person(paris, "zoe", "Zoé", mobile(4242))


def hold(root, since):
    lives.life_of(root).beaten_at = since
    restores.hold(root, 0, NOW + DAY)


def people(worker):
    return worker.run(lambda root: list(root["institutions"]["paris1"]["people"]))


def test_a_store_that_is_not_held_is_left_as_it_is(worker, erased):
    assert erased_list.look(worker, NOW + DAY) == ((), ())
    assert people(worker) == ["chef", "zoe"]


def test_a_held_store_erases_whom_it_has_forgotten_to_have_erased(worker, erased, caplog):
    worker.run(hold, NOW - 60)
    assert len(erased_list.look(worker, NOW + DAY).begun) == 1
    assert people(worker) == ["chef"]
    assert "1 erasures are done once more" in caplog.text
    assert erased_list.look(worker, NOW + DAY).begun == ()


def test_who_came_back_after_an_erasure_that_the_copy_has_is_left_alone(worker, erased):
    worker.run(hold, NOW + DAY)
    assert erased_list.look(worker, NOW + DAY) == ((), ())
    assert people(worker) == ["chef", "zoe"]


def one(at=NOW, erasure="20270115-abcd"):
    return Erased("paris1", erasure, at, False, "0" * 32, ("1" * 32,))


def test_a_list_is_for_its_owner_and_forgets_by_age(tmp_path):
    file = erased_list.file_of(tmp_path)
    erased_list.add(file, [one(), one(NOW - repeats.KEPT, "old")], NOW)
    assert file.stat().st_mode & 0o077 == 0
    assert len(erased_list.read(file)) == 2
    erased_list.add(file, [], NOW + 1)
    assert erased_list.read(file) == [one()]
    written = file.stat().st_ino
    erased_list.add(file, [one()], NOW + 1)
    assert file.stat().st_ino == written
    assert [each.name for each in file.parent.iterdir()] == ["erased.json"]


@pytest.mark.parametrize("spoilt", ["", "{", "3", "[3]", "[[]]", "null"])
def test_a_list_that_cannot_be_read_is_none(tmp_path, spoilt):
    (tmp_path / "erased.json").write_text(spoilt)
    assert erased_list.read(tmp_path / "erased.json") == []


def test_a_full_disk_is_told_and_tried_again(worker, erased, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    worker.run(erase)
    monkeypatch.setattr(erased_list.os, "replace", full)
    erased_list.look(worker, NOW)
    assert "No space left" in caplog.text
