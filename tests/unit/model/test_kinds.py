"""The kinds of audience are found through the store; a kind that nobody announced is of nothing."""

import pytest
from factories import make_house

from unisms.model.kinds import Kinds, NoKinds, give_kinds, kinds_behind
from unisms.model.root import Institution
from unisms.ports import AudienceGone
from unisms.services.ground.actor import Actor

UNKNOWN = Kinds()["theme"]


def test_the_kinds_are_those_given_to_the_store_that_holds_a_thing(store, root):
    given = Kinds(mine=object())
    give_kinds(store.db, given)
    campaigns = make_house(root)["campaigns"]
    assert kinds_behind(campaigns) is kinds_behind(root) is given


def test_what_is_in_no_store_and_a_store_without_kinds_have_none(store, root):
    with pytest.raises(NoKinds):
        kinds_behind(Institution("Nowhere"))
    del store.db.audience_kinds
    with pytest.raises(NoKinds):
        kinds_behind(root)


def test_a_kind_that_nobody_announced_has_nothing_and_nobody():
    assert not UNKNOWN.exists(None, "sport")
    assert not UNKNOWN.may_use(Actor(Institution("Nowhere"), "lib"), "sport")
    assert UNKNOWN.group("sport") == UNKNOWN.called(None, "sport") == ""
    assert [*UNKNOWN.uids(None, "sport")] == UNKNOWN.choices(None, (), "lib") == []
    assert UNKNOWN.glimpse(None, ["sport"], ()) is None
    assert not UNKNOWN.finder(None)("sport", "sport")
    assert (UNKNOWN.permission, UNKNOWN.brings_numbers, UNKNOWN.picker) == (None, False, "")


@pytest.mark.parametrize(
    "ask", [lambda kind: kind.columns(None, "x"), lambda kind: kind.recipients(None, "x", (), None)]
)
def test_a_kind_that_nobody_announced_is_gone(ask):
    with pytest.raises(AudienceGone):
        ask(UNKNOWN)
