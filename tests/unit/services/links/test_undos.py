"""The memory that takes a leave back: sealed for one link, for an hour."""

import pytest
from factories import NOW, make_group, make_house
from linked import link, sent

from unisms.services.links import undos
from unisms.services.links.departures import Left

BEFORE = [("bu", "l2-0", (NOW, (("Campus", ("Nord",)),), 3, "page")), ("", "", ())]


@pytest.fixture
def campaign(root):
    institution = make_house(root)
    make_group(institution)
    return sent(institution)


@pytest.mark.parametrize(("later", "opens"), [(0, True), (3600, True), (3601, False), (-1, False)])
def test_it_opens_for_an_hour_as_it_was(campaign, later, opens):
    sealed = undos.seal(link(campaign), Left(NOW, BEFORE))
    assert undos.opened(link(campaign), sealed, NOW + later) == (
        Left(NOW, tuple(BEFORE)) if opens else Left()
    )
    assert "l2-0" not in sealed


def test_it_opens_for_no_other_link(campaign):
    sealed = undos.seal(link(campaign), Left(NOW, BEFORE))
    assert undos.opened(link(campaign, 2), sealed, NOW) == Left()
    assert undos.opened(link(sent(campaign.__parent__.__parent__)), sealed, NOW) == Left()


@pytest.mark.parametrize("sealed", ["", "x", "é", "A" * 100, "eyJ9"])
def test_what_is_made_up_opens_nothing(campaign, sealed):
    assert undos.opened(link(campaign), sealed, NOW) == Left()
