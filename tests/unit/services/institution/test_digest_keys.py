"""Digests of numbers made anew."""

import pytest
from factories import MOBILE, NOW, make_connection, make_house, make_person

from unisms.model import digests, health
from unisms.model.history import NUMBER, Entered, History
from unisms.model.themes import Theme
from unisms.model.trails import Trail
from unisms.services.institution import digest_keys
from unisms.services.people import consent
from unisms.services.rights import rights


def change_key(root):
    digests.give_key(
        root._p_jar.db(), {"unisms.secret": "another secret, of which nobody knows the former one"}
    )


def test_of_people_who_are_there_a_no_is_known_again_of_those_who_are_gone_it_is_not(root):
    institution = make_house(root)
    shared = make_connection(root, "commun")
    people = institution["people"]
    make_person(institution, "zoe", msisdn=MOBILE)
    make_person(institution, "ana", msisdn="+33639980002")
    for uid in ("zoe", "ana"):
        consent.opt_out(rights.person(institution, uid), uid, NOW)
    people.renumber("ana", "+33639980003")
    shared.trail_of("paris1", Trail)
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.refuse_number(MOBILE, NOW)
    numbers = health.of(institution)
    numbers.flag("digest", health.Flag(NOW, "absent", 1))
    institution.history = History()
    institution.history.enter(Entered("a", "2027-01", 2), {"zoe": [1], f"{NUMBER}00ff": [2]})
    change_key(root)
    assert people.refused_at(MOBILE) == 0
    assert digest_keys.begin_anew(root) == (2, 3)
    digests.verify(root)
    assert people.refused_at(MOBILE) == NOW
    assert people.refused_at("+33639980003") == NOW
    assert people.refused_at("+33639980002") == 0
    assert (shared.trails, theme.has_noes()) == (None, False)
    assert not numbers.has_flags()
    assert len(list(institution.history.lines("zoe"))) == 1
    assert list(institution.history.lines(f"{NUMBER}00ff")) == []


def test_where_the_key_is_the_one_in_use_nothing_is_touched(root):
    institution = make_house(root)
    with pytest.raises(digest_keys.NothingLost):
        digest_keys.begin_anew(root)
    make_person(institution, "zoe", msisdn=MOBILE)
    consent.opt_out(rights.person(institution, "zoe"), "zoe", NOW)
    with pytest.raises(digest_keys.NothingLost):
        digest_keys.begin_anew(root)
    assert institution["people"].refused_at(MOBILE) == NOW
