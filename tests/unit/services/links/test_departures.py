"""Leaving by a link: for the person, their number's holders or the number; and taken back."""

import pytest
from factories import (
    NOW,
    make_group,
    make_house,
    make_institution,
    make_recipient,
    make_release,
    reread,
)
from linked import find, journal, link, sent, token

from unisms.model import digests, rows
from unisms.model.leavings import BACK, Leaving
from unisms.model.proofs import LINK, NO, TASK, WHOLE, YES, Proof
from unisms.model.themes import Member, Theme
from unisms.services.delivery import claims
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.actor import service
from unisms.services.institution import retention
from unisms.services.links import archive, departures, records
from unisms.services.links.departures import Left
from unisms.services.people import consent, themes
from unisms.services.people.consent import Reader
from unisms.sms import states
from unisms.testing.factories import mobile, someone

BU = ("theme", "bu")
LATER = NOW + 100


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_group(institution)
    institution["themes"].add("bu", Theme("Bibliothèque"))
    return institution


@pytest.fixture
def theme(institution):
    institution.policies = (("theme", "opt_out"),)
    return institution["themes"]["bu"]


def to_people(institution, **fields):
    """A message to two people, by their uids; the first has number 0 in the directory."""
    return sent(institution, [make_recipient(n, uid=f"l2-{n}") for n in (0, 1)], **fields)


def refusal(institution, row=0, purpose=(), uid=""):
    return Reader(reread(institution), purpose, LATER).refusal(mobile(row), uid)


def erase(campaign):
    records.keep_digests(campaign)
    campaign.erase(LATER)


def test_a_person_leaves_everything_but_emergencies_and_says_so_with_a_proof(institution):
    found = departures.leave(link(to_people(institution)), LATER)
    assert found == [("", "l2-0", ())]
    people = reread(institution)["people"]
    assert people.proofs("l2-0") == [Proof(LATER, WHOLE, "", NO, 0, LINK)]
    assert refusal(institution) == "opt_out"
    assert refusal(institution, purpose=("emergency",)) is None
    assert refusal(institution, row=1) is None
    assert journal(institution) == [("link.left", "/people/l2-0")]


def test_it_leaves_the_themes_of_the_message_and_nothing_else(institution, theme):
    other = institution["themes"].add("sport", Theme("Sport"))
    theme.join("l2-0", Member(NOW), "2027-01-15")
    campaign = to_people(institution, purpose=("theme", "bu sport gone"))
    assert link(campaign).themes == [theme, other]
    departures.leave(link(campaign), LATER)
    assert [one.left_at("l2-0") for one in (theme, other)] == [LATER, LATER]
    assert institution["people"].word("l2-0") == ""
    assert [verb for verb, _ in journal(institution)] == ["theme.left", "theme.left"]


def test_a_theme_that_is_gone_is_everything(institution):
    assert link(to_people(institution, purpose=("theme", "bu"))).themes
    del institution["themes"]._children["bu"]
    assert link(to_people(institution, purpose=("theme", "bu"))).themes == []


@pytest.mark.parametrize("purpose", [(), BU])
def test_pressing_twice_changes_nothing_the_second_time(institution, theme, purpose):
    campaign = to_people(institution, purpose=purpose)
    assert departures.leave(link(campaign), LATER)
    assert departures.leave(link(campaign), LATER + 1) == []
    assert len(institution["people"].proofs("l2-0")) == 1
    assert len(records.of(campaign)) == 1


def test_who_has_come_back_since_leaves_anew(institution):
    campaign = to_people(institution)
    departures.leave(link(campaign), LATER)
    consent.accept(someone(institution, "l2-0"), "l2-0", LATER + 1)
    assert departures.leave(link(campaign), LATER + 2)
    assert institution["people"].word("l2-0") == "no"


@pytest.mark.parametrize("purpose", [(), BU])
def test_a_number_that_is_nobodys_leaves_as_a_number(institution, theme, purpose):
    campaign = sent(institution, [make_recipient(70)], purpose=purpose)
    assert departures.leave(link(campaign), LATER) == [((purpose and "bu") or "", "", ())]
    assert refusal(institution, 70, purpose) == "opt_out"
    assert departures.leave(link(campaign), LATER) == []
    again = Left(LATER, [((purpose and "bu") or "", "", ())])
    assert departures.take_back(link(campaign), again, LATER)
    assert refusal(institution, 70, purpose) is None


def test_a_person_whom_the_row_names_leaves_though_the_number_is_anothers(institution):
    campaign = sent(institution, [make_recipient(1, uid="l2-0")])
    departures.leave(link(campaign), LATER)
    assert [institution["people"].word(uid) for uid in ("l2-0", "l2-1")] == ["no", ""]


@pytest.mark.parametrize("purpose", [(), BU])
def test_who_has_another_number_since_leaves_and_a_stranger_who_has_theirs_does_not(
    institution, theme, purpose
):
    campaign = to_people(institution, purpose=purpose)
    institution["people"].renumber("l2-0", mobile(60))
    institution["people"].renumber("l2-2", mobile(0))
    departures.leave(link(campaign), LATER)
    assert refusal(institution, 60, purpose, "l2-0") == "opt_out"
    assert refusal(institution, 0, purpose, "l2-2") is None


@pytest.mark.parametrize("purpose", [(), BU])
def test_the_number_that_was_written_to_leaves_too_while_it_is_nobodys(institution, theme, purpose):
    campaign = to_people(institution, purpose=purpose)
    institution["people"].renumber("l2-0", mobile(60))
    before = departures.leave(link(campaign), LATER)
    assert [uid for _, uid, _ in before] == ["l2-0", ""]
    assert refusal(institution, 0, purpose) == refusal(institution, 60, purpose) == "opt_out"
    assert departures.take_back(link(campaign), Left(LATER, before), LATER + 9)
    assert refusal(institution, 0, purpose) is refusal(institution, 60, purpose) is None
    told = [(one.uid, one.action) for one in institution.leavings.since(LATER)]
    assert told == [("l2-0", "left"), ("l2-0", "back")]


def test_without_that_person_all_who_have_the_number_leave(institution):
    campaign = sent(institution, [make_recipient(1, uid="gone")])
    institution["people"].renumber("l2-2", mobile(1))
    assert link(campaign).uids == ("l2-1", "l2-2")


@pytest.mark.parametrize("purpose", [(), BU])
def test_the_link_works_once_texts_and_numbers_are_erased(institution, theme, purpose):
    campaign = to_people(institution, purpose=purpose)
    kept = token(campaign)
    campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
    erase(campaign)
    found = find(institution, kept)
    assert found.uids == ()
    assert departures.leave(found, LATER)
    assert refusal(institution, 0, purpose) == "opt_out"
    assert refusal(institution, 1, purpose) is None


def test_of_erased_rows_those_that_never_left_have_no_link(institution):
    campaign = to_people(institution)
    kept = token(campaign, 2)
    erase(campaign)
    assert find(institution, kept) is None


def test_a_night_erases_and_the_link_stays(institution):
    campaign = to_people(institution)
    kept = token(campaign)
    campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
    campaign.handover.claims = ()
    campaign.become(states.SENT)
    root = institution.__parent__.__parent__
    retention.erase_some(root, "paris1", "", NOW + 200 * 86400)
    assert campaign.erased_at
    assert find(institution, kept).digest


@pytest.mark.parametrize("code", ["", "paris1", "zz", "é"])
@pytest.mark.parametrize("token", ["", "x" * 11, "9" * 11, "0" * 11, "\0"])
def test_made_up_links_lead_nowhere(institution, root, code, token):
    make_institution(root, "nice")
    sent(institution)
    assert departures.find(root, code, token) is None
    assert find(institution, token) is None


def test_a_message_that_has_not_left_or_is_gone_has_no_link(institution, root):
    campaign = sent(institution)
    spelled = token(campaign)
    before = campaign.handover.cursor, campaign.handover.taken
    campaign.handover.cursor, campaign.handover.taken = 1, 0
    assert find(institution, spelled) is None
    campaign.handover.cursor, campaign.handover.taken = before
    assert find(institution, spelled) is not None
    institution["campaigns"].remove(campaign.__name__)
    assert find(institution, spelled) is None
    records.forget(institution, NOW + 2 * records.KEPT)
    assert find(institution, spelled) is None


def test_what_is_taken_back_is_as_it_was(institution, theme):
    theme.join("l2-0", Member(NOW, (("Campus", ("Nord",)),), 3, "page"), "2027-01-15")
    campaign = to_people(institution, purpose=BU)
    before = departures.leave(link(campaign), LATER)
    assert departures.take_back(link(campaign), Left(LATER, before), LATER + 9)
    assert reread(theme).member("l2-0") == Member(NOW, (("Campus", ("Nord",)),), 3, LINK)
    last = institution["people"].proofs("l2-0")[-1]
    assert (last.answer, last.source, last.version) == (YES, LINK, 3)
    assert len(records.of(campaign)) == 0
    assert ("link.taken_back", "/themes/bu") in journal(institution)


def test_who_was_no_member_is_none_again_and_is_written_to(institution, theme):
    campaign = to_people(institution, purpose=BU)
    before = departures.leave(link(campaign), LATER)
    assert refusal(institution, 0, BU) == "opt_out"
    assert departures.take_back(link(campaign), Left(LATER, before), LATER)
    assert (theme.left_at("l2-0"), theme.member("l2-0")) == (0, None)
    assert refusal(institution, 0, BU) is None


def test_a_no_to_everything_is_taken_back_and_a_yes_of_before_counts_again(institution):
    consent.accept(someone(institution, "l2-0"), "l2-0", NOW)
    campaign = to_people(institution)
    before = departures.leave(link(campaign), LATER)
    assert departures.take_back(link(campaign), Left(LATER, before), LATER + 9)
    last = reread(institution)["people"].proofs("l2-0")[-1]
    assert last == Proof(LATER + 9, WHOLE, "", YES, 0, LINK, TASK)
    assert institution["people"].word("l2-0") == YES
    assert refusal(institution) is None
    assert not departures.take_back(link(campaign), Left(LATER, before), LATER + 10)


def test_whoever_had_said_nothing_has_said_nothing_again(institution):
    campaign = to_people(institution)
    left = Left(LATER, departures.leave(link(campaign), LATER))
    departures.take_back(link(campaign), left, LATER)
    assert (institution["people"].word("l2-0"), refusal(institution)) == ("", None)


def test_who_has_said_something_else_since_stays_as_they_are(institution, theme):
    campaign = to_people(institution, purpose=BU)
    before = departures.leave(link(campaign), LATER)
    themes.join(someone(institution, "l2-0"), theme, "l2-0", LATER + 1)
    assert not departures.take_back(link(campaign), Left(LATER, before), LATER + 2)
    others = [("gone", "l2-0", ()), ("bu", "l2-1", ()), ("", "", ()), ("", "l2-0", ())]
    for at in (0, LATER):
        assert not departures.take_back(link(campaign), Left(at, others), LATER + 2)
    assert not departures.take_back(link(campaign), Left(), LATER + 2)


@pytest.mark.parametrize("row", [0, 70])
@pytest.mark.parametrize("purpose", [(), BU])
def test_a_stop_that_comes_after_the_link_is_not_taken_back_with_it(
    institution, theme, purpose, row
):
    campaign = sent(institution, [make_recipient(row)], purpose=purpose)
    left = Left(LATER, departures.leave(link(campaign), LATER))
    if purpose:
        themes.leave_by_number(service(), theme, mobile(row), LATER + 1)
    else:
        consent.refuse_number(service(), institution, mobile(row), LATER + 1)
    assert not departures.take_back(link(campaign), left, LATER + 2)
    assert refusal(institution, row, purpose) == "opt_out"


@pytest.mark.parametrize("purpose", [(), BU])
@pytest.mark.parametrize("erased", [True, False])
def test_who_leaves_by_number_gets_nothing_of_a_list_that_was_frozen_before(
    institution, theme, purpose, erased
):
    campaign = sent(institution, [make_recipient(70)], purpose=purpose)
    kept = token(campaign)
    frozen = make_release(institution, [make_recipient(70), make_recipient(71)], purpose=purpose)
    if erased:
        reread(institution)["people"].mark(mobile(72))
    frozen.judged = Reader(institution, purpose, NOW).mark
    if erased:
        campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
        erase(campaign)
    root = institution.__parent__.__parent__
    reread(institution)
    departures.leave(find(institution, kept), LATER)
    batch = claims.claim_batch(root, frozen.connection, 9, "here", LATER)
    assert (batch.campaign, batch.numbers) == (frozen.path, (2,))


def test_departments_and_the_source_are_told_who_has_left_and_come_back(institution, theme):
    campaign = to_people(institution, purpose=BU)
    before = departures.leave(link(campaign), LATER)
    departures.take_back(link(campaign), Left(LATER, before), LATER + 1)
    told = [*reread(institution).leavings.since(LATER)]
    left = Leaving(LATER, "l2-0", mobile(0), LINK, "bu", campaign.__name__)
    assert told == [left, left._replace(at=LATER + 1, action=BACK)]
    nobodys = sent(institution, [make_recipient(70)])
    departures.leave(link(nobodys), LATER + 2)
    last = [*institution.leavings.since(LATER)][-1]
    assert last == Leaving(LATER + 2, "", mobile(70), LINK, "", nobodys.__name__)


def test_of_a_row_whose_number_was_erased_alone_no_link_is_left(institution):
    campaign = to_people(institution)
    kept = token(campaign)
    campaign.write(1, campaign.row(1)._replace(msisdn=""))
    assert find(institution, kept) is None
    assert link(campaign, 2) is not None


def test_the_link_of_an_erased_person_leads_nowhere_once_the_others_are_erased_too(institution):
    campaign = to_people(institution)
    kept = token(campaign)
    for row in (1, 2):
        campaign.write(row, campaign.row(row).moved(states.ACCEPTED, NOW))
    campaign.write(1, rows.erased(campaign.row(1)))
    erase(campaign)
    assert find(institution, kept) is None
    assert link_of_digest(institution, campaign)


@pytest.mark.parametrize("msisdn", [mobile(0), ""])
def test_an_erased_person_takes_the_digests_of_their_links_along(institution, msisdn):
    campaign = to_people(institution)
    kept = token(campaign)
    for row in (1, 2):
        campaign.write(row, campaign.row(row).moved(states.ACCEPTED, NOW))
    subject = Subject("l2-0", "", "", msisdn)
    assert archive.erase(institution, subject, NOW) == 0
    erase(campaign)
    told = [{"message": campaign.__name__, "at": NOW, "rows": 1}] if msisdn else []
    assert [*archive.of_subject(institution, subject)] == told
    assert archive.erase(institution, subject, NOW) == len(told)
    assert (find(institution, kept) is None) == bool(msisdn)
    assert link_of_digest(institution, campaign)


def link_of_digest(institution, campaign):
    return records.of(campaign).rows_of(digests.of_number(institution, mobile(1))) == [2]


def test_whether_all_was_refused_is_told_of_people_and_of_numbers(institution):
    for row, campaign in enumerate(
        (to_people(institution), sent(institution, [make_recipient(70)]))
    ):
        assert not departures.refuses_all(link(campaign)), row
        departures.leave(link(campaign), LATER)
        assert departures.refuses_all(link(campaign))
