"""The tree: institutions, and the connections seen from them."""

import pytest
from factories import make_connection, make_house, make_institution, reread

from unisms.model.root import find_connection, institution_of


def test_a_new_institution_has_its_folders(root):
    institution = reread(make_institution(root))
    assert set(institution) == {"campaigns", "groups", "templates", "accounts", "brokers", "imports", "people", "roles"}
    assert (institution.title, institution.language, institution.country) == ("Paris1", "fr", "FR")


def test_the_institution_of_a_resource_is_the_one_above_it(root):
    institution = make_house(root)
    assert institution_of(institution["accounts"]["scd"]) is institution
    assert institution_of(institution) is institution
    assert institution_of(root["brokers"]) is None
    assert institution_of(None) is None


def test_its_own_connection_wins_over_the_shared_one(root):
    institution = make_house(root)
    shared = make_connection(root)
    only_shared = make_connection(root, "consortium")
    campaigns = institution["campaigns"]
    assert find_connection(campaigns, "fake") is institution["brokers"]["fake"]
    assert find_connection(campaigns, "consortium") is only_shared
    assert find_connection(root, "fake") is shared


def test_a_connection_of_another_institution_is_not_seen(root):
    make_house(root)
    other = make_institution(root, "lyon2")
    with pytest.raises(KeyError):
        find_connection(other["campaigns"], "fake")
