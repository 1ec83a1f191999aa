"""A pause, everything refused, themes left; and all of that taken back."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, reread

from unisms.model.leavings import BACK, LEFT
from unisms.model.proofs import NO, PAGE, SENDER, TASK, WHOLE, YES, Proof
from unisms.model.senders import noes_to
from unisms.model.themes import Member, Theme
from unisms.services.ground.actor import service
from unisms.services.people import consent, themes
from unisms.services.replies import senders
from unisms.services.subscribers import departures
from unisms.sms.purposes import THEME
from unisms.testing.factories import someone

UID, DAY, HOUR = "jdupont", 86400, 3600
MEMBER = Member(NOW - DAY, (("Campus", ("Nord",)),), 3, PAGE)


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    for name in ("sport", "musee"):
        theme = institution["themes"].add(name, Theme(name.title(), "lib", NOW))
        theme.join(UID, MEMBER, "2027-01-14")
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, UID)


def refusal(institution, now=NOW):
    return consent.Reader(institution, (), now).refusal(MOBILE, UID)


def verbs(institution):
    return [one.verb for one in institution.audit.waiting()][-1]


def test_a_pause_ends_by_itself_or_by_the_person(institution, me):
    departures.pause(me, NOW + DAY, NOW)
    assert verbs(institution) == "person.paused"
    assert refusal(reread(institution)) == "paused"
    assert refusal(institution, NOW + DAY) is None
    departures.resume(me, NOW + HOUR)
    assert (refusal(institution), verbs(institution)) == (None, "person.resumed")
    count = len(institution.audit.waiting())
    departures.resume(me, NOW + HOUR)
    assert len(institution.audit.waiting()) == count


@pytest.mark.parametrize("until", [NOW, NOW - 1, NOW + departures.LONGEST_PAUSE + 1])
def test_a_pause_lies_before_us_and_within_a_year(institution, me, until):
    with pytest.raises(departures.WrongPause):
        departures.pause(me, until, NOW)
    assert refusal(institution) is None


def test_a_no_to_everything_is_taken_back_as_easily(institution, me):
    consent.opt_out(me, UID, NOW)
    assert refusal(institution) == "opt_out"
    departures.take_back(me, NOW + 1)
    assert refusal(reread(institution)) is None
    proof = Proof(NOW + 1, WHOLE, "", YES, source=PAGE, basis=TASK)
    assert institution["people"].proofs(UID)[-1] == proof
    assert verbs(institution) == "consent.taken_back"
    departures.take_back(me, NOW + 2)
    assert len(institution["people"].proofs(UID)) == 2


def test_a_no_taken_back_leaves_the_yes_of_before(institution, me):
    institution.consent = "said_yes"
    consent.accept(me, UID, NOW - 1)
    consent.opt_out(me, UID, NOW)
    departures.take_back(me, NOW + 1)
    assert refusal(institution) is None


def test_a_no_taken_back_of_somebody_without_a_number(institution, me):
    institution["people"].renumber(UID, "")
    consent.opt_out(me, UID, NOW)
    departures.take_back(me, NOW + 1)
    assert institution["people"].word(UID) == ""


def left(institution, *names):
    return {name: institution["themes"][name] for name in names}


def test_themes_that_were_left_are_joined_again_as_they_were(institution, me):
    departures.leave(me, left(institution, "sport", "musee"), NOW)
    assert not institution["themes"]["sport"].has_member(UID)
    assert [one.title for one in departures.undoable(me, NOW + HOUR - 1)] == ["Sport", "Musee"]
    assert departures.undo(me, NOW + 60) == 2
    assert reread(institution)["themes"]["sport"].member(UID) == MEMBER
    proof = Proof(NOW + 60, THEME, "musee", YES, 3, PAGE, "consent")
    assert institution["people"].proofs(UID)[-1] == proof
    assert departures.undo(me, NOW + 61) == 0


@pytest.mark.parametrize("after", [HOUR, -1])
def test_after_an_hour_it_is_joined_anew(institution, me, after):
    departures.leave(me, left(institution, "sport"), NOW)
    assert departures.undoable(me, NOW + after) == []
    assert departures.undo(me, NOW + after) == 0
    assert institution["people"].proofs(UID)[-1].answer == NO


def test_only_what_is_still_there_and_left_is_joined_again(institution, me):
    departures.leave(me, left(institution, "sport", "musee"), NOW)
    institution["themes"].remove("musee")
    institution["themes"]["sport"].join(UID, MEMBER, "2027-01-15")
    assert departures.undo(me, NOW + 1) == 0


def test_a_stop_that_comes_after_is_not_taken_back_with_it(institution, me):
    departures.leave(me, left(institution, "sport", "musee"), NOW)
    themes.leave(service(), institution["themes"]["sport"], UID, NOW + 1, source="reply")
    assert departures.undo(me, NOW + 60) == 1
    assert institution["themes"]["sport"].left_at(UID) == NOW + 1


def test_departments_and_the_source_are_told_who_left_and_came_back(institution, me):
    departures.leave(me, left(institution, "sport"), NOW)
    departures.undo(me, NOW + 60)
    consent.opt_out(me, UID, NOW + 61)
    departures.take_back(me, NOW + 62)
    [month] = institution.leavings.months()
    told = [(one.uid, one.source, one.theme, one.action) for one in institution.leavings.of(month)]
    assert sorted(told) == [
        (UID, PAGE, "", BACK),
        (UID, PAGE, "", LEFT),
        (UID, PAGE, "sport", BACK),
        (UID, PAGE, "sport", LEFT),
    ]


def test_a_stop_to_one_sender_is_shown_and_taken_back(institution, me):
    senders.leave(institution, "UNIV", MOBILE, NOW)
    noes_to(institution, "BU").leave("bob", "", NOW)
    assert departures.refused_senders(me) == [("UNIV", "UNIV")]
    for name in ("BU", "UNIV", "UNIV"):
        departures.take_back_sender(me, name, NOW + 1)
    assert departures.refused_senders(me) == []
    said = [one for one in institution["people"].proofs(UID) if one.kind == SENDER]
    assert [(one.theme, one.answer, one.source) for one in said] == [
        ("UNIV", NO, "reply"),
        ("UNIV", YES, PAGE),
    ]
