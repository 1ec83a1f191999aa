"""An institution whose people files keep up to date, with somebody who administers it."""

import pytest
from factories import make_institution, make_person
from people_files import CHIEF

from unisms.model.roles import PERSON


@pytest.fixture
def institution(root):
    institution = make_institution(root)
    make_person(institution, CHIEF, "Anne Chef", "")
    institution.grants.give(f"{PERSON}{CHIEF}", "administrator")
    return institution
