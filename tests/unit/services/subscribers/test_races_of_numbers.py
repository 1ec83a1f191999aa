"""Two people who prove one number at the same moment: one has it, the other is told."""

import re

from factories import NOW, make_house, make_person, mobile
from races import AGAIN, race

from unisms.model.folder import find
from unisms.services.subscribers import codes
from unisms.testing.factories import someone

PARIS, NUMBER = "/institutions/paris1", mobile(77)


def asked(institution, uid, now):
    """Let a person ask for a code; return it."""
    codes.ask(someone(institution, uid), NUMBER, now, host="sms.univ.example", language="fr")
    latest = max(institution["campaigns"].values(), key=lambda one: one.sent_at)
    return re.search(r"#(\d{6})$", latest.values(1)[2])[1]


def typed(uid, code):
    def act(root):
        me = someone(find(root, PARIS), uid)
        place = {"address": "198.51.100.7", "link": "https://sms.univ.example/me/number"}
        assert codes.prove(me, code, NOW + 9, **place).what == codes.PROVEN

    return act


def test_of_two_who_prove_one_number_at_once_the_second_has_it(store):
    institution = make_house(store.root)
    for uid in ("ada", "bob"):
        make_person(institution, uid, uid.title(), "")
    told = [asked(institution, uid, NOW + place) for place, uid in enumerate(("ada", "bob"))]
    store.commit()
    assert race(store, typed("ada", told[0]), typed("bob", told[1])) == AGAIN


def test_a_number_stays_with_one_person_in_the_end(store):
    institution = make_house(store.root)
    for uid in ("ada", "bob"):
        make_person(institution, uid, uid.title(), "")
    told = [asked(institution, uid, NOW + place) for place, uid in enumerate(("ada", "bob"))]
    for uid, code in zip(("ada", "bob"), told, strict=True):
        typed(uid, code)(store.root)
    assert institution["people"].with_number(NUMBER) == ("bob",)
    assert institution["me"].lost_number("ada") == NOW + 9
