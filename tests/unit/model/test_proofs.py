"""Proofs: dated answers, of which no last word is ever lost."""

from factories import NOW, make_institution, make_person, reread

from unisms.model import proofs
from unisms.model.proofs import MOST, NO, WHOLE, YES, Proof
from unisms.sms.purposes import SERVICE, THEME


def test_a_person_has_the_proofs_that_were_noted(root):
    people = make_institution(root)["people"]
    make_person(people.__parent__)
    assert people.proofs("jdupont") == []
    told = [Proof(NOW, SERVICE, version=2, by="lib"), Proof(NOW + 1, WHOLE, answer=NO)]
    for proof in told:
        people.note("jdupont", proof)
    assert reread(people).proofs("jdupont") == told
    people.remove("jdupont")
    assert people.proofs("jdupont") == []


def test_the_last_word_about_each_purpose_counts_by_its_date():
    late, early = Proof(NOW + 9, THEME, "bu", NO), Proof(NOW, THEME, "bu", YES)
    service = Proof(NOW, SERVICE)
    found = proofs.latest([late, early, service])
    assert found == {(THEME, "bu"): late, (SERVICE, ""): service}


def test_of_too_many_proofs_the_oldest_goes_that_is_no_last_word():
    stored = proofs.with_one_more((), Proof(NOW, THEME, "bu"))
    for moment in range(MOST + 5):
        stored = proofs.with_one_more(stored, Proof(NOW + moment, SERVICE))
    assert len(stored) == MOST
    assert stored[0] == Proof(NOW, THEME, "bu")
    assert stored[1] == Proof(NOW + 6, SERVICE)
    for number in range(MOST + 3):
        stored = proofs.with_one_more(stored, Proof(NOW, THEME, f"t{number}"))
    assert len(stored) == MOST
    assert stored[0] == Proof(NOW, THEME, "t3")
