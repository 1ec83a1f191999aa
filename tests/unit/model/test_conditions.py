"""The conditions: every version, none ever changed."""

from factories import NOW, make_institution, reread

from unisms.model.conditions import Conditions
from unisms.model.templates import Version


def test_where_none_was_published_none_counts():
    conditions = Conditions()
    assert (conditions.number, conditions.versions(), conditions.version(0)) == (0, [], None)


def test_each_version_has_a_number_and_stays(root):
    institution = make_institution(root)
    institution.conditions = Conditions()
    assert institution.conditions.publish("Peu de messages.", NOW, "admin") == 1
    assert institution.conditions.publish("Très peu de messages.", NOW + 1, "lib") == 2
    conditions = reread(institution).conditions
    assert conditions.number == 2
    assert conditions.version(1) == Version(NOW, "admin", "Peu de messages.")
    assert [(number, version.by) for number, version in conditions.versions()] == [
        (2, "lib"),
        (1, "admin"),
    ]
