"""An institution that knows much about Zoé, and somebody who administers it."""

import pytest
from dossier_facts import furnish
from factories import make_house


@pytest.fixture
def institution(root):
    return furnish(make_house(root))
