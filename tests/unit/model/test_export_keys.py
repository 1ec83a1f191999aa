"""The keys of exports: one for each thing, never a second thing's, in nobody's way."""

import pytest
from factories import make_house

from unisms.model import export_keys
from unisms.model.export_keys import ACCOUNT, CAMPAIGN, THEME, ExportKeys


def test_a_thing_keeps_its_key_and_each_kind_counts_from_one():
    keys = ExportKeys()
    keys.give(ACCOUNT, ["scd", "bu", "scd"])
    keys.give(THEME, ["scd"])
    keys.give(ACCOUNT, ["sport", "bu"])
    assert dict(keys.of(ACCOUNT)) == {"bu": 2, "scd": 1, "sport": 3}
    assert (keys.key(THEME, "scd"), keys.key(THEME, "bu")) == (1, 0)
    assert keys.highest(CAMPAIGN) == 0


def test_keys_that_files_have_already_are_given_to_nothing_else():
    keys = ExportKeys()
    keys.give(ACCOUNT, ["scd"])
    keys.begin_after({ACCOUNT: 9, THEME: 4})
    keys.begin_after({ACCOUNT: 3})
    keys.give(ACCOUNT, ["bu"])
    keys.give(THEME, ["sport"])
    assert (keys.key(ACCOUNT, "bu"), keys.key(THEME, "sport")) == (10, 5)


def test_an_institution_has_them_from_the_first_export_on(institution):
    assert institution.export_keys is None
    assert export_keys.of(institution) is export_keys.of(institution)


def test_giving_keys_conflicts_with_nothing_that_a_message_writes(store):
    institution = make_house(store.root)
    export_keys.of(institution).give(ACCOUNT, ["scd"])
    store.commit()
    rival = store.rival()
    theirs = rival.root["institutions"]["paris1"]
    theirs.title = "Another"
    theirs["accounts"]["scd"].balance.available -= 1
    export_keys.of(institution).give(ACCOUNT, ["bu"])
    rival.commit()
    store.commit()
    assert export_keys.of(institution).key(ACCOUNT, "bu") == 2


@pytest.fixture
def institution(root):
    return make_house(root)
