"""A person's own ways of signing in, changed by themselves."""

import pytest
from factories import NOW, make_institution, make_person

from unisms.services.door import own, passwords, second_factor, sessions
from unisms.services.ground.actor import operator
from unisms.services.rights import rights

ACTS = {
    "password.changed": lambda *who: own.change_password(*who, "douze lettres", NOW),
    "sessions.ended": lambda *who: own.end_sessions(*who, NOW),
    "second_factor.added": lambda *who: own.add_second_factor(*who, NOW),
    "second_factor.removed": lambda *who: own.remove_second_factor(*who, NOW),
}


@pytest.fixture
def institution(root, monkeypatch):
    monkeypatch.setattr(passwords, "hash_password", lambda password: password)
    return make_institution(root)


@pytest.mark.parametrize("verb", ACTS)
def test_what_a_person_does_to_themselves_is_in_their_institutions_journal(institution, verb):
    ACTS[verb](
        rights.person(institution, "guest"), institution, "guest"
    )  # known by a grant, without a record
    make_person(institution)
    ACTS[verb](rights.person(institution, "jdupont"), institution, "jdupont")
    told = [(one.verb, one.by, one.path) for one in institution.audit.waiting()]
    assert told == [(verb, "guest", "/"), (verb, "jdupont", "/people/jdupont")]


@pytest.mark.parametrize("verb", ACTS)
def test_of_an_operator_nothing_is_told(root, institution, verb):
    ACTS[verb](operator("root"), root, "root")
    ACTS[verb](rights.person(institution, "operator:root"), root, "root")
    assert root.audit.waiting() == institution.audit.waiting() == []


def test_another_password_ends_every_session_and_a_second_factor_goes(institution):
    actor = rights.person(institution, "jdupont")
    own.change_password(actor, institution, "jdupont", "douze lettres", NOW)
    assert institution.passwords["jdupont"] == "douze lettres"
    assert sessions.first_moment(institution, "jdupont") > NOW
    own.remove_second_factor(actor, institution, "jdupont", NOW)
    assert second_factor.enrolled(institution, "jdupont") is None


def test_a_session_that_begins_is_told_and_its_address_known(institution):
    actor = rights.person(institution, "jdupont")
    own.begin_session(actor, institution, "jdupont", "192.0.2.7", NOW)
    assert [(one.verb, one.by) for one in institution.audit.waiting()] == [
        ("session.begun", "jdupont")
    ]
    assert len(institution.known_addresses["jdupont"]) == 1


def test_a_language_is_kept_and_told(institution):
    person = make_person(institution)
    own.choose_language(rights.person(institution, "jdupont"), person, "en", NOW)
    [entry] = institution.audit.waiting()
    assert person.language == "en"
    assert (entry.verb, entry.before, entry.after) == (
        "person.changed",
        '{"language": ""}',
        '{"language": "en"}',
    )
