"""The tree: institutions, and the one that something belongs to."""

from factories import make_house, make_institution, reread

from unisms.model.root import institution_of


def test_a_new_institution_has_its_folders(root):
    institution = reread(make_institution(root))
    assert set(institution) == {
        "alerts",
        "audiences",
        "campaigns",
        "groups",
        "templates",
        "accounts",
        "brokers",
        "directories",
        "imports",
        "people",
        "registers",
        "erasures",
        "roles",
        "themes",
        "me",
    }
    assert (institution.title, institution.language, institution.country) == ("Paris1", "fr", "FR")


def test_the_institution_of_a_resource_is_the_one_above_it(root):
    institution = make_house(root)
    assert institution_of(institution["accounts"]["scd"]) is institution
    assert institution_of(institution) is institution
    assert institution_of(root["brokers"]) is None
    assert institution_of(None) is None
