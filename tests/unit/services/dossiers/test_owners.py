"""Messages and replies of a person: at a former number they are theirs, a predecessor's are not."""

import pytest
from dossier_facts import SECRET, ZOE, chief, make_message
from factories import NOW, make_person, make_recipient, make_release, mobile, reread

from unisms.model.campaigns import Campaign
from unisms.model.history import mark_of_number
from unisms.services.dossiers import erasures, parts, rows
from unisms.services.dossiers.owners import owners, traces
from unisms.services.dossiers.subjects import Subject, of_person
from unisms.services.histories import entries

OLD, NEW = ZOE.msisdn, mobile(77)
LATER = NOW + 100 * entries.PATIENCE


def index(root):
    for _, path in list(entries.waiting(root, LATER)):
        entries.enter(root, path)


def move(institution):
    """Give Zoé another number; return her as the directory knows her now."""
    institution["people"].renumber(ZOE.uid, NEW)
    return of_person(institution, ZOE.uid)


def succeed(institution):
    """Give Zoé's former number to somebody who proves it; return them."""
    make_person(institution, "next", "Le Suivant", OLD)
    institution["people"].prove("next", LATER)
    return of_person(institution, "next")


def share(institution, number):
    """Let two people have a number."""
    for uid in ("one", "other"):
        make_person(institution, f"{uid}{number}", uid, mobile(number))


def texts(institution, subject):
    return [one["text"] for one in rows.messages(reread(institution), subject)]


def replies(institution, subject):
    return [one["text"] for one in parts.replies(institution, subject)]


def erase(root, institution, subject):
    record = erasures.begin(chief(institution), subject, LATER, refuses=False)
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, {}, LATER):
        pass
    return record


@pytest.fixture
def campaign(root, institution):
    """A message to Zoé and Anne that is in histories, and a reply of Zoé to it."""
    campaign = make_message(institution)
    index(root)
    institution.replies.add(NOW, OLD, "38000", "Je réponds", campaign=campaign.__name__, row=2)
    return campaign


def test_who_has_another_number_is_told_what_went_to_the_former_one(institution, campaign):
    zoe = move(institution)
    assert texts(institution, zoe) == [f"Bonjour {SECRET}"]
    assert "Je réponds" in replies(institution, zoe)


def test_who_has_another_number_is_erased_at_the_former_one_too(root, institution, campaign):
    record = erase(root, institution, move(institution))
    assert campaign.stored_row(2)[0] == "+3363"
    assert [one[3] for one in institution.replies.of("2027-01")] == ["Autre chose"]
    assert dict(record.counts)["replies"] == 2
    assert (record.state, record.traces) == ("done", ())


def test_a_message_under_way_to_a_former_number_is_erased_once_it_is_over(root, institution):
    campaign = make_message(institution, closed=False)
    index(root)
    record = erase(root, institution, move(institution))
    assert record.state == "waiting"
    for state in ("sent", "closed"):
        campaign.become(state)
    erasures.go_on(reread(institution), LATER)
    assert (record.state, campaign.stored_row(2)[0]) == ("done", "+3363")


def test_an_erasure_that_began_before_traces_were_kept_finds_the_number(root, institution):
    campaign = make_message(institution, closed=False)
    record = erase(root, institution, ZOE)
    record.traces = ()
    for state in ("sent", "closed"):
        campaign.become(state)
    erasures.go_on(institution, LATER)
    assert campaign.stored_row(2)[0] == "+3363"


def test_who_has_the_number_now_is_told_nothing_of_who_had_it(institution, campaign):
    make_message(institution)
    index(institution.__parent__.__parent__)
    move(institution)
    after = succeed(institution)
    assert texts(institution, after) == []
    assert "Je réponds" not in replies(institution, after)
    assert owners(institution, Subject(msisdn=OLD)).rows_of(campaign) == []
    assert [one["uid"] for one in parts.leavings(institution, after)] == []


def test_who_has_the_number_now_is_erased_without_who_had_it(root, institution, campaign):
    move(institution)
    erase(root, institution, succeed(institution))
    assert campaign.stored_row(2)[0] == OLD
    assert campaign.values(2)[2] == SECRET
    kept = [one[3] for one in institution.replies.of("2027-01")]
    assert "Je réponds" in kept
    assert {one.msisdn for one in institution.leavings.of("2027-01")} == {OLD, mobile(1)}


def test_a_former_number_that_somebody_has_leads_to_nothing_that_is_not_in_history(
    institution, campaign
):
    zoe = move(institution)
    assert traces(institution, zoe).numbers == (NEW, OLD)
    after = succeed(institution)
    assert traces(institution, zoe).numbers == (NEW,)
    later = make_release(institution, [make_recipient(4242)])
    assert owners(institution, zoe).rows_of(later) == []
    assert owners(institution, after).rows_of(later) == [1]
    assert owners(institution, zoe).rows_of(campaign) == [2]


def test_a_row_that_is_noted_for_somebody_is_nobody_elses(institution):
    campaign = make_message(institution)
    campaign.annotate([(2, "chef")])
    institution.replies.add(NOW, OLD, "38000", "Oui", campaign=campaign.__name__, row=2)
    assert owners(institution, ZOE).rows_of(campaign) == []
    assert "Oui" not in replies(institution, ZOE)
    assert "Oui" in replies(institution, of_person(institution, "chef"))
    assert owners(institution, of_person(institution, "chef")).rows_of(campaign) == [1, 2]


def test_a_row_noted_for_somebody_who_is_gone_is_of_whoever_has_the_number_alone(institution):
    campaign = make_message(institution)
    campaign.annotate([(2, "gone")])
    assert owners(institution, ZOE).rows_of(campaign) == []
    assert owners(institution, Subject(msisdn=OLD)).rows_of(campaign) == [2]


def test_a_title_stays_when_who_is_erased_has_no_number(root, institution):
    campaign = make_message(institution)
    campaign.annotate([(2, ZOE.uid)])
    institution["people"].renumber(ZOE.uid, "")
    erase(root, institution, of_person(institution, ZOE.uid))
    assert campaign.stored_row(2)[0] == "+3363"
    assert campaign.title == "Retrait"


def test_rows_that_are_erased_or_taken_away_lead_to_no_number(root, institution, campaign):
    campaign.write(2, campaign.row(2)._replace(msisdn="+3363"))
    assert traces(institution, ZOE) == (((campaign.__name__, 2),), (OLD,))
    campaign.clear_rows()
    assert traces(institution, ZOE).numbers == (OLD,)
    assert owners(institution, ZOE).rows_of(campaign) == []
    institution["campaigns"].remove(campaign.__name__)
    assert traces(institution, ZOE).rows == ()


def test_numbers_that_are_nobodys_have_no_lines_and_are_looked_at(root, institution, campaign):
    stranger = make_release(institution, [make_recipient(1), make_recipient(88)])
    index(root)
    assert institution.history.entered(stranger.__name__).loose == (2,)
    assert list(institution.history.lines(mark_of_number(institution, mobile(88)))) == []
    assert owners(institution, Subject(msisdn=mobile(88))).rows_of(stranger) == [2]


def test_of_a_message_whose_rows_are_all_in_lines_none_is_looked_at(
    root, institution, campaign, monkeypatch
):
    share(institution, 88)
    stranger = make_release(institution, [make_recipient(1), make_recipient(88)])
    index(root)
    assert institution.history.entered(campaign.__name__).loose == ()
    assert institution.history.entered(stranger.__name__).loose == ()
    monkeypatch.setattr(Campaign, "stored_rows", None)
    assert owners(institution, ZOE).rows_of(campaign) == [2]
    assert owners(institution, Subject(msisdn=mobile(88))).rows_of(stranger) == [2]
    assert owners(institution, Subject(msisdn=mobile(1))).rows_of(stranger) == []


def test_lines_of_a_number_go_with_its_erasure_and_with_the_key(root, institution, campaign):
    for number in (88, 89):
        share(institution, number)
    stranger = make_release(institution, [make_recipient(88)])
    for state in ("sent", "closed"):
        stranger.become(state)
    index(root)
    mark = mark_of_number(institution, mobile(88))
    assert len(list(institution.history.lines(mark))) == 1
    record = erase(root, institution, Subject(msisdn=mobile(88)))
    assert record.state == "done"
    assert list(institution.history.lines(mark)) == []
    make_release(institution, [make_recipient(89)])
    index(root)
    institution.history.drop_numbers()
    assert list(institution.history.lines(mark_of_number(institution, mobile(89)))) == []
    assert len(list(institution.history.lines(ZOE.uid))) == 1
    assert institution.history.entered(campaign.__name__).loose is None


def test_a_row_of_somebody_who_was_taken_out_is_found_by_its_number(root, institution, campaign):
    institution["people"].remove(ZOE.uid)
    assert owners(institution, Subject(msisdn=OLD)).rows_of(campaign) == [2]


def test_rows_that_came_after_the_lines_are_looked_at(root, institution, campaign):
    campaign.freeze([(9, campaign.stored_row(2))], [(9, campaign.values(2))])
    assert owners(institution, Subject(msisdn=OLD)).rows_of(campaign) == [9]
