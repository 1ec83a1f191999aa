"""A look at messages and a repair at the same moment: of the two, the second finds the first."""

import pytest
from factories import NOW, make_house, mobile
from failed_numbers import BAD, DAY, PATH, ended, fail, look
from races import AGAIN, TOGETHER, race

from unisms.model.folder import find
from unisms.services.health import flags


@pytest.fixture
def failing(store):
    """A number that has failed once, and whose second failure was not looked at yet."""
    institution = make_house(store.root)
    fail(store.root, institution, 0, 0)
    campaign = ended(institution, BAD, at=NOW + DAY)
    store.commit()
    return campaign.__name__


def is_flagged(root):
    return flags.flag_of(find(root, PATH), mobile(0)) is not None


def looks(name):
    return lambda root: look(root, find(root, PATH)["campaigns"][name], NOW + DAY + 60)


def repair(root):
    flags.repair(find(root, PATH), mobile(0), NOW + DAY + 30)


def test_a_look_after_a_repair_finds_it(store, failing):
    assert race(store, repair, looks(failing)) == AGAIN
    assert not is_flagged(store.root)


def test_a_repair_after_a_look_lifts_the_flag(store, failing):
    assert race(store, looks(failing), repair) == AGAIN
    assert not is_flagged(store.root)


def test_a_look_holds_up_no_repair_of_another_number(store, failing):
    def another(root):
        flags.repair(find(root, PATH), mobile(9), NOW + DAY)

    assert race(store, looks(failing), another) == TOGETHER
