"""The name, the number and the identifiers of a person change through one door.

``enrolment`` is that door: it asks for the rights."""

import re

import places
import pytest
from places import PACKAGE

CHANGES = re.compile(
    r"\.(?:rename|renumber|readdress)\(|\.email = |Subscriber\(|\[\"people\"\]\.(?:add|remove)\("
)
#: where it may: the records themselves; the guard; a new one that is added through it; what begins
#: an institution; what is made for tests and demonstrations
DOORS = {
    "model/people.py",
    "services/people/enrolment.py",
    "services/operators/institutions.py",
    "services/directory/arrivals.py",
    "web/people/people.py",
    "scripts/demonstration/furnishing.py",
    "testing/factories.py",
}


def doors():
    for file in places.modules():
        if CHANGES.search(file.read_text()):
            yield file.relative_to(PACKAGE).as_posix()


def test_who_changes_people_is_known():
    assert {*doors()} == DOORS


@pytest.mark.parametrize("way", [".rename(", ".renumber(", ".email = ", '["people"].add('])
def test_no_page_writes_a_person_by_itself(way):
    writers = [file for file in doors() if file.startswith("web/")]
    assert len(writers) == 1
    assert [file for file in writers if way in (PACKAGE / file).read_text()] == []
