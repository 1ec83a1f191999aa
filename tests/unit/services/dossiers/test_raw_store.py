"""The erased are gone from the file of the store itself, once it was packed."""

import transaction
from dossier_facts import SAID, SECRET, ZOE, chief, furnish, make_message
from factories import NOW, make_house, make_person, make_root, mobile

from unisms.services.door import sessions
from unisms.services.dossiers import erasures
from unisms.services.ground.outbox import ERASED
from unisms.services.people import consent, unsent_forms

#: neighbours by name, number and address, so that trees are split between them
NEIGHBOURS = 400
MONTH = 31 * 86400  # seconds, after which every session of before is over


def words():
    forms = ("Introuvable", ZOE.msisdn, ZOE.msisdn[3:], ZOE.email, SECRET, SAID, ZOE.uid)
    return [*(form.encode() for form in forms), b"introuvable"]


def populate(institution):
    for number in range(NEIGHBOURS):
        name = f"Zoé Introuv{number:03}"
        msisdn = mobile(4000 + number + (number > 241))
        make_person(institution, f"zin{number:03}", name, msisdn, f"z{number}@u.x")
    furnish(institution)
    for fields in ({}, {"alone": True}, {"title": "Pour Zoé Introuvable"}):
        make_message(institution, **fields)
    form = unsent_forms.UnsentForm("/", "compose", "", (("text", SECRET),))
    unsent_forms.save(institution, ZOE.uid, form, NOW, "20261130-efgh".title)
    consent.opt_out(chief(institution), ZOE.uid, NOW)
    institution.audit.seal()


def test_nothing_that_names_the_erased_is_left_in_the_packed_file(filed):
    connection, raw = filed
    root = make_root(connection)
    institution = make_house(root)
    transaction.commit()
    populate(institution)
    transaction.commit()
    assert all(word in raw() for word in words())
    record = erasures.begin(chief(institution), ZOE, NOW, refuses=True)
    transaction.commit()
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, {}, NOW):
        transaction.commit()
    institution.audit.seal()
    [told] = [name for name, mail in institution.outbox.waiting() if mail.kind == ERASED]
    assert institution.outbox.mail(told).to == ZOE.email
    institution.outbox.remove(told)  # as when it has left (services.mail.line)
    transaction.commit()
    connection.db().pack()
    uid = [ZOE.uid.encode(), b"introuvable"]
    assert [word for word in words() if word in raw()] == uid
    for _ in range(2):  # nights, after which nothing needs to know that it was theirs
        institution["people"].forget_recent()
    sessions.forget(institution, NOW + MONTH)
    transaction.commit()
    connection.db().pack()
    assert [word for word in words() if word in raw()] == []
    assert consent.Reader(institution, (), NOW + 1).refusal(ZOE.msisdn) == "opt_out"
    assert b"Anne Chef" in raw()
