"""The turns of dossiers: an institution has one at a time."""

import pytest

from unisms.services.dossiers.turns import Busy, DossierTurns


def test_of_an_institution_one_is_gathered_at_a_time():
    turns = DossierTurns()
    with turns.turn("paris1"), turns.turn("nice"), pytest.raises(Busy), turns.turn("paris1"):
        pass
    with turns.turn("paris1"):
        pass


def test_one_that_fails_ends_too():
    turns = DossierTurns()
    with pytest.raises(KeyError), turns.turn("paris1"):
        raise KeyError
    with turns.turn("paris1"):
        pass
