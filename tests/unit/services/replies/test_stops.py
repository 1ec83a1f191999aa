"""STOP and the words that take it back, obeyed as the institution's policy says."""

import pytest
from factories import MOBILE, NOW, make_person, make_recipient, make_release, mobile, someone
from shared_replies import CONNECTION, confirmed

from unisms.model.themes import APPROVAL, Theme
from unisms.ports import Reply
from unisms.services.delivery import claims, receipts
from unisms.services.people import consent, enrolment, themes
from unisms.services.people.consent import Reader
from unisms.services.replies import leavings, stops
from unisms.services.rules.notices import Notices
from unisms.sms import causes, states
from unisms.sms.encoding import GSM
from unisms.sms.purposes import THEME

DAY = 86_400


@pytest.fixture
def person(institution):
    return make_person(institution)


def make_theme(institution, name="crous", title="CROUS"):
    theme = institution["themes"].add(name, Theme(title, created_at=NOW))
    for uid in institution["people"]:
        themes.join(someone(institution, uid), theme, uid, NOW - DAY)
    return theme


def say(institution, text, now=NOW, msisdn=MOBILE):
    return stops.obey(institution, msisdn, text, now, now)


def reaches(institution, *purpose, now=NOW):
    return Reader(institution, purpose, now).refusal(MOBILE) is None


def test_stop_is_a_no_to_all_but_emergencies(institution, person):
    theme = make_theme(institution)
    assert say(institution, "Stop svp") == ("stop", "")
    assert not reaches(institution)
    assert not reaches(institution, THEME, theme.__name__)
    assert reaches(institution, "emergency")


def test_stop_with_the_name_of_a_theme_leaves_this_one(institution, person):
    theme = make_theme(institution)
    assert say(institution, "STOP Crous") == ("stop", "crous")
    assert reaches(institution)
    assert not reaches(institution, THEME, theme.__name__)


@pytest.mark.parametrize("text", ["STOP Sport", "stop le cours de mardi", "Merci", "Oui", "START"])
def test_all_else_is_for_a_person(institution, person, text):
    make_theme(institution)
    assert say(institution, text) == stops.FOR_SOMEBODY
    assert reaches(institution)
    assert leavings.of_institution(institution) == []


def test_a_closed_theme_is_not_meant(institution, person):
    make_theme(institution).archived = True
    assert say(institution, "STOP Crous") == stops.FOR_SOMEBODY


def test_a_reply_without_a_number_says_nothing(institution):
    assert say(institution, "STOP", msisdn="") == stops.FOR_SOMEBODY


def written_to(institution, theme):
    release = make_release(
        institution, [make_recipient(0)], columns=(), purpose=(THEME, theme.__name__)
    )
    release.write(1, release.row(1).moved(states.ACCEPTED, NOW))
    return release


def test_a_bare_stop_leaves_the_theme_of_the_last_message_where_the_policy_says_so(
    institution, person
):
    theme = make_theme(institution)
    written_to(institution, theme)
    institution.stop_reaches = stops.THEME
    assert say(institution, "STOP", NOW + 1) == ("stop", "crous")
    assert reaches(institution)


def test_a_bare_stop_after_a_message_of_service_is_to_all(institution, person):
    make_theme(institution)
    institution.stop_reaches = stops.THEME
    assert say(institution, "STOP", NOW + 1) == ("stop", "")
    assert not reaches(institution)


def test_a_theme_that_is_gone_cannot_be_left(institution, person):
    theme = make_theme(institution)
    written_to(institution, theme)
    make_theme(institution, "sport", "Sport")
    institution["themes"].remove("crous")
    institution.stop_reaches = stops.THEME
    assert say(institution, "STOP", NOW + 1) == ("stop", "")


@pytest.mark.parametrize("text", ["START", "Reprendre svp"])
def test_start_takes_a_no_back(institution, person, text):
    say(institution, "STOP")
    assert say(institution, text, NOW + 400 * DAY) == ("start", "")
    assert reaches(institution, now=NOW + 400 * DAY)
    told = [(one.uid, one.is_back) for one in leavings.of_institution(institution)]
    assert told == [("jdupont", True), ("jdupont", False)]


def test_a_mere_yes_takes_back_what_was_said_within_a_day(institution, person):
    say(institution, "STOP")
    confirmed(institution, NOW + 1)
    assert say(institution, "Oui", NOW + DAY) == ("start", "")
    say(institution, "STOP", NOW + 2 * DAY)
    confirmed(institution, NOW + 2 * DAY)
    assert say(institution, "Oui", NOW + 3 * DAY + 1) == stops.FOR_SOMEBODY


def test_a_mere_yes_takes_no_other_no_back(institution, person):
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    assert say(institution, "Oui", NOW + 1) == stops.FOR_SOMEBODY


def test_a_number_of_nobody_leaves_and_comes_back(institution):
    assert say(institution, "STOP") == ("stop", "")
    assert not reaches(institution)
    confirmed(institution, NOW)
    assert say(institution, "Oui", NOW + 1) == ("start", "")
    assert reaches(institution)
    assert [(one.uid, one.msisdn) for one in leavings.of_institution(institution)] == [
        ("", MOBILE)
    ] * 2


def test_a_theme_is_joined_again(institution, person):
    theme = make_theme(institution)
    say(institution, "STOP Crous")
    assert say(institution, "START Crous", NOW + 1) == ("start", "crous")
    assert theme.has_member("jdupont")


@pytest.mark.parametrize("case", ["never left", "approved", "said no"])
def test_a_theme_is_not_joined_by_those_who_may_not(institution, person, case):
    theme = make_theme(institution)
    if case != "never left":
        say(institution, "STOP Crous")
    if case == "approved":
        theme.joining = APPROVAL
    if case == "said no":
        say(institution, "STOP")
    assert say(institution, "START Crous", NOW + 1) == stops.FOR_SOMEBODY


def test_a_no_stays_when_the_person_comes_again_under_another_uid(institution, person):
    say(institution, "STOP")
    enrolment.remove(someone(institution), "jdupont", NOW + 1)
    make_person(institution, "jeanne.dupont")
    assert not reaches(institution, now=NOW + 2)
    assert leavings.of_institution(institution)[0].uid == ""


def test_a_no_stays_when_the_same_file_is_read_again(institution, person):
    say(institution, "STOP")
    enrolment.identify(someone(institution), "jdupont", name="Jeanne D.", msisdn=MOBILE)
    assert not reaches(institution, now=NOW + 1)


def test_no_claim_after_a_stop_has_its_number(root, institution, person):
    campaign = make_release(institution, 4)
    claims.claim_batch(root, CONNECTION, 1, "here", NOW)
    reply = Reply(mobile(2), "Arrêt", "38000", NOW)
    receipts.apply(root, CONNECTION, (), [reply], NOW)
    batch = claims.claim_batch(root, CONNECTION, 10, "here", NOW)
    assert batch.numbers == (2, 4)
    assert campaign.row(3).cause == causes.OPT_OUT


def test_a_refusal_in_other_words_is_noted_by_whoever_read_it(institution, person):
    place = institution.replies.receive(NOW, MOBILE, "38000", "Laissez-moi", campaign="c")
    stops.refuse(someone(institution), institution, institution.replies.get(*place), NOW)
    [left] = leavings.of_institution(institution)
    assert (left.uid, left.source, left.campaign) == ("jdupont", "desk", "c")
    assert not reaches(institution)


@pytest.mark.parametrize("title", ["Fête du sport", "Crous", "L’« œuvre » de Zola", "Été 2027"])
def test_what_a_notice_says_to_reply_leaves_its_theme(institution, person, title):
    theme = make_theme(institution, "one", title)
    [notice] = Notices(institution, (THEME, "one")).texts(GSM)
    reply = notice[notice.index("STOP") :]
    assert say(institution, reply) == ("stop", theme.__name__)
