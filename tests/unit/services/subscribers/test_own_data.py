"""The data of a person: told to them alone, consents withdrawn at once, erasure asked for."""

import json

import pytest
from factories import NOW, make_group, make_house, make_person, make_query, make_release, mobile

from unisms.model.own_pages import Declined
from unisms.model.themes import APPROVAL, Member, Theme
from unisms.services.dossiers.subjects import Subject
from unisms.services.histories import entries
from unisms.services.people import consent, themes
from unisms.services.subscribers import archive, own_data
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY, OPT_IN, OPT_OUT, SERVICE, THEME
from unisms.testing.factories import someone

UID = "jdupont"


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    make_person(institution, "bob", "Bob Martin", mobile(2))
    make_group(institution, "l2", 2)
    institution["groups"]["l2"].uids.insert(UID)
    for name in ("sport", "musee", "crous"):
        theme = institution["themes"].add(name, Theme(name.title(), "lib", NOW))
        theme.wordings.publish("Deux messages par mois.", NOW, "lib")
    institution["themes"]["musee"].joining = APPROVAL
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, UID)


def verbs(institution, verb):
    return sum(one.verb == verb for one in institution.audit.waiting())


def test_all_of_a_person_is_told_with_the_texts_that_they_read(institution, me):
    consent.publish(someone(institution), "Soyez polis.", NOW)
    consent.accept(me, UID, NOW, 1)
    for name in ("sport", "musee", "crous"):
        themes.join(me, institution["themes"][name], UID, NOW, choices=())
    consent.opt_out(me, UID, NOW + 1)
    institution["themes"].remove("crous")
    told = json.loads(json.dumps(own_data.taken(me, NOW)))
    assert told["person"]["name"] == "Jeanne Dupont"
    assert told["person"]["mobile_proved_at"] == ""
    assert told["groups"] == ["L2"]
    assert [(one["theme"], one["state"]) for one in told["themes"]] == [
        ("Musee", "asked"),
        ("Sport", "member"),
    ]
    answers = [(one["kind"], one["at"], one["text"]) for one in told["answers"]]
    assert answers == [
        ("service", "2027-01-15T08:00:00+00:00", "Soyez polis."),
        ("theme", "2027-01-15T08:00:00+00:00", "Deux messages par mois."),
        ("theme", "2027-01-15T08:00:00+00:00", ""),
        ("", "2027-01-15T08:00:01+00:00", ""),
    ]
    assert "Bob" not in json.dumps(told)
    assert verbs(institution, "person.data_taken") == 1


def test_without_conditions_an_answer_has_no_text(institution, me):
    consent.accept(me, UID, NOW)
    assert own_data.collected(institution, UID, NOW)["answers"][0]["text"] == ""


def test_every_consent_is_withdrawn_at_once(institution, me):
    consent.accept(me, UID, NOW)
    for name in ("sport", "musee"):
        themes.join(me, institution["themes"][name], UID, NOW)
    assert own_data.withdraw_consents(me, NOW + 1) == 3
    states = {one.theme.title: one.state for one in themes.of_person(institution, UID)}
    assert states == {"Sport": "left", "Musee": "left", "Crous": ""}
    assert institution["people"].word(UID) == ""
    assert own_data.withdraw_consents(me, NOW + 2) == 0


def test_the_archive_has_who_asks_and_whose_number_is_anothers(institution, me):
    institution["me"].ask_to_erase(UID, NOW)
    institution["me"].lose_number("bob", NOW)
    told = [(one["uid"], one["asked_to_erase_at"]) for one in archive.own_pages(institution)]
    assert told == [("bob", 0), (UID, NOW)]
    [told] = archive.of_subject(institution, Subject("bob"))
    assert told["lost_number_at"] == NOW
    institution["me"].decline("bob", Declined(NOW, "", "Bail"))
    [told] = archive.of_subject(institution, Subject("bob"))
    assert told["declined"] == [{"at": NOW, "theme": "", "reason": "Bail"}]
    assert [*archive.of_subject(institution, Subject())] == []


def test_a_member_is_told_with_what_they_chose(institution, me):
    chosen = (("Campus", ("Nord",)),)
    institution["themes"]["sport"].join(UID, Member(NOW, chosen), "2027-01-15")
    [told] = own_data.collected(institution, UID, NOW)["themes"]
    assert told["choices"] == list(chosen)


def test_messages_are_told_with_their_texts_to_whoever_proved_the_number(institution, me):
    institution["people"].prove(UID, NOW)  # somebody else has it too
    campaign = make_release(institution, 1)
    campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
    entries.enter(institution.__parent__.__parent__, campaign.path)
    [told] = own_data.collected(institution, UID, NOW)["messages"]
    assert (told["text"], told["state"]) == ("Bonjour Personne 0", "accepted")
    assert (told["department"], told["purpose"], told["themes"]) == ("SCD", "service", [])


def test_the_groups_of_remote_directories_are_told_too(institution, me):
    make_query(institution, [UID])
    make_query(institution, ["bob"], "readers")
    assert own_data.collected(institution, UID, NOW)["groups"] == ["L2", "Tutors"]
    assert own_data.record(institution, UID, NOW, "en").groups == ["L2", "Tutors"]


def test_the_page_to_read_tells_the_same_the_latest_answer_first(institution, me):
    institution["themes"]["sport"].wordings.publish("Un.\n\n[English]\n\nOne.", NOW, "lib")
    themes.join(me, institution["themes"]["sport"], UID, NOW)
    consent.opt_out(me, UID, NOW + 1)
    told = own_data.taken_to_read(me, NOW, "en")
    assert told.groups == ["L2"]
    assert [one.theme.title for one in told.memberships] == ["Sport"]
    assert [(one.proof.answer, one.text) for one in told.answers] == [("no", ""), ("yes", "One.")]
    assert own_data.answers(institution, UID, "fr")[1].text == "Un."
    assert (told.lines, told.asked_at) == ([], 0)
    assert verbs(institution, "person.data_taken") == 1


@pytest.mark.parametrize(
    ("policies", "kinds", "titles"),
    [
        ((), [SERVICE, EMERGENCY], []),
        (((EMERGENCY, OPT_IN),), [SERVICE], []),
        (((THEME, OPT_OUT),), [SERVICE, EMERGENCY], ["Crous", "Musee"]),
    ],
)
def test_what_still_comes_without_a_consent_is_told(institution, me, policies, kinds, titles):
    institution.policies = policies
    themes.join(me, institution["themes"]["sport"], UID, NOW)
    told = own_data.still_comes(institution, UID)
    assert (told[0], sorted(theme.title for theme in told[1])) == (kinds, titles)


def test_after_a_no_to_everything_alerts_alone_still_come_if_the_policy_is_so(institution, me):
    consent.opt_out(me, UID, NOW)
    assert own_data.still_comes(institution, UID) == ([EMERGENCY], [])
    institution.policies = ((EMERGENCY, OPT_OUT),)
    assert own_data.still_comes(institution, UID) == ([], [])
