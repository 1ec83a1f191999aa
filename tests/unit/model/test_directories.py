"""Directories that are asked over the network, and the queries saved there."""

from factories import make_institution

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import Folder
from unisms.model.steps import directories_have_a_place


def test_an_adapter_is_told_whose_numbers_they_are(root):
    institution = make_institution(root)
    connection = DirectoryConnection("LDAP", "ldap", {"base": "ou=people"})
    assert connection.made_with() == ("ldap", {"base": "ou=people", "country": "FR"})
    institution["directories"].add("ldap", connection)
    institution.country = "NC"
    assert connection.made_with() == ("ldap", {"base": "ou=people", "country": "NC"})


def test_members_are_kept_and_told_whether_they_are_others():
    query = DirectoryQuery("Tuteurs", group="cn=tutors")
    assert not query.has("zoe")
    assert query.keep(["zoe", "max", "zoe"], 5)
    assert not query.keep(["max", "zoe"], 9)
    assert query.answered_at == 9
    assert query.keep(["max"], 10)
    assert (query.has("max"), query.has("zoe")) == (True, False)
    assert not DirectoryQuery("Personne").keep([], 1)


def test_institutions_of_before_have_a_place_for_directories(root):
    institution = make_institution(root)
    institution.remove("directories")
    for _ in range(2):
        directories_have_a_place(root)
        assert isinstance(institution["directories"], Folder)
