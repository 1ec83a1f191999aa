"""Erasures that a restored store has forgotten, done once more."""

import pytest
from factories import NOW, make_house, make_person, make_recipient, make_release, mobile

from unisms.model.roles import PERSON
from unisms.services.dossiers import erasures
from unisms.services.dossiers.subjects import Subject, of_person
from unisms.services.operators import repeats
from unisms.services.rights import rights

ZOE = mobile(4242)


@pytest.fixture
def institution(root):
    paris = make_house(root)
    make_person(paris, "chef", "Anne Chef", mobile(1))
    paris.grants.give(f"{PERSON}chef", "administrator")
    make_person(paris, "zoe", "Zoé", ZOE)
    return paris


def erased(root, institution, subject, *, refuses=False):
    """Erase somebody, and return what is told of it; the store is then as if it had not been."""
    chief = rights.person(institution, "chef")
    record = erasures.begin(chief, subject, NOW, refuses=refuses)
    [told] = [one for one in repeats.told(root) if one.erasure == record.__name__]
    institution["erasures"].remove(record.__name__)
    return told


def numbers(campaign):
    return [row[0] for _, row in campaign.stored_rows()]


def test_whoever_was_erased_is_erased_once_more(root, institution):
    told = erased(root, institution, of_person(institution, "zoe"), refuses=True)
    assert (told.institution, told.refuses, len(told.numbers)) == ("paris1", True, 1)
    assert ZOE not in str(told)
    assert "zoe" not in str(told)
    make_person(institution, "zoe", "Zoé", ZOE)
    institution.grants.give(f"{PERSON}zoe", "sender")
    [path] = repeats.repeat(root, [told], NOW).begun
    assert path.startswith("/institutions/paris1/erasures/")
    assert "zoe" not in institution["people"]
    assert institution["people"].is_refused_by_handset(ZOE)
    assert institution.grants.of(f"{PERSON}zoe") == []


def test_digests_are_made_once_for_all_erasures(root, institution, monkeypatch):
    make_person(institution, "max", "Max", mobile(7))
    told = [erased(root, institution, of_person(institution, uid)) for uid in ("zoe", "max")]
    make_person(institution, "zoe", "Zoé", ZOE)
    make_person(institution, "max", "Max", mobile(7))
    asked, mark_of = [], erasures.mark_of
    monkeypatch.setattr(repeats.erasures, "mark_of", lambda *of: asked.append(of) or mark_of(*of))
    monkeypatch.setattr(erasures, "begin", lambda _actor, subject, *_, **__: institution)
    assert len(repeats.repeat(root, [*told, *told], NOW).begun) == 4
    assert sorted(uid for _, uid in asked) == ["chef", "max", "zoe"]


def test_one_that_the_store_knows_is_not_done_again(root, institution):
    chief = rights.person(institution, "chef")
    erasures.begin(chief, of_person(institution, "zoe"), NOW, refuses=False)
    told = repeats.told(root)
    make_person(institution, "zoe", "Une Homonyme", mobile(5))
    assert repeats.repeat(root, told, NOW) == ((), ())
    assert "zoe" in institution["people"]


def test_a_number_alone_is_found_in_messages_and_replies(root, institution):
    institution["people"].remove("zoe")
    told = erased(root, institution, Subject(msisdn=ZOE))
    assert told.uid == ""
    campaign = make_release(institution, [make_recipient(4242, "Zoé"), make_recipient(2)])
    for state in ("sent", "closed"):
        campaign.become(state)
    institution.replies.add(NOW, ZOE, "38000", "Merci")
    [path] = repeats.repeat(root, [told], NOW).begun
    while erasures.advance(root, path, {}, NOW):
        pass
    assert numbers(campaign) == ["+3363", mobile(2)]
    assert institution.replies.months() == []


def test_a_number_that_somebody_else_has_by_now_is_theirs(root, institution):
    told = erased(root, institution, of_person(institution, "zoe"))
    make_person(institution, "next", "Le Suivant", ZOE)
    make_release(institution, [make_recipient(4242, "Le Suivant")])
    assert repeats.repeat(root, [told], NOW) == ((), ())


def test_the_last_administrator_is_left_to_people_and_told(root, institution):
    told = erased(root, institution, of_person(institution, "zoe"))
    make_person(institution, "zoe", "Zoé", ZOE)
    institution.grants.withdraw(f"{PERSON}chef", "administrator", "")
    institution.grants.give(f"{PERSON}zoe", "administrator")
    assert repeats.repeat(root, [told], NOW) == ((), ("/institutions/paris1/people/zoe",))
    assert "zoe" in institution["people"]


def test_an_institution_that_is_gone_has_nobody_to_erase(root, institution):
    told = erased(root, institution, of_person(institution, "zoe"))
    assert repeats.repeat(root, [told._replace(institution="gone")], NOW) == ((), ())


def test_an_erasure_of_before_marks_were_kept_is_not_told(root, institution):
    chief = rights.person(institution, "chef")
    record = erasures.begin(chief, of_person(institution, "zoe"), NOW, refuses=False)
    del record.marks
    assert repeats.told(root) == []
