"""Prepared alerts in the archive of an institution, and in the dossier of a person they name."""

import pytest
from drills import GROUP, prepare
from factories import NOW, make_group, make_house

from unisms.services.alerts import archive
from unisms.services.dossiers.subjects import of_person


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=2)
    return institution


@pytest.fixture
def alert(paris):
    return prepare(paris, pairs=(*GROUP, ("person", "l2-0")), minus=(("person", "l2-1"),))


def test_an_archive_tells_all_of_an_alert(paris, alert):
    [told] = archive.alerts(paris)
    assert (told["name"], told["title"], told["text"]) == ("évacuation", "Évacuation", "Sortez.")
    assert told["pairs"] == alert.pairs


def test_a_dossier_tells_of_the_alerts_that_name_the_person(paris, alert):
    prepare(paris, "Autre")
    for uid in ("l2-0", "l2-1"):
        assert [*archive.naming(paris, of_person(paris, uid))] == [
            {"title": "Évacuation", "at": NOW}
        ]


def test_a_person_who_is_erased_is_in_none(paris, alert):
    assert archive.forget(paris, of_person(paris, "l2-0"), NOW) == 1
    assert archive.forget(paris, of_person(paris, "l2-1"), NOW) == 1
    assert (alert.pairs, alert.minus) == (GROUP, ())
    assert archive.forget(paris, of_person(paris, "l2-1"), NOW) == 0
