"""The messages that were sent to a person: theirs alone, since they proved their number."""

import pytest
from factories import NOW, make_group, make_house, make_person, make_release

from unisms.services.errands import errands
from unisms.services.subscribers import history as module
from unisms.services.subscribers.history import history
from unisms.sms import states
from unisms.sms.purposes import THEME

UID, DAY = "jdupont", 86400


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution).proven_at = NOW - DAY
    return institution


def sent(institution, state=states.ACCEPTED, now=NOW, **fields):
    campaign = make_release(institution, 2, now=now, **fields)
    campaign.write(1, campaign.row(1).moved(state, now))
    return campaign


def test_a_message_is_told_with_its_text_its_author_and_the_reason(institution):
    campaign = sent(institution)
    campaign.purpose = (THEME, "sport")
    [told] = history(institution, UID, NOW)
    assert told.text.startswith("Bonjour")
    assert (told.by, told.department, told.state) == (campaign.author, "SCD", "accepted")
    assert (told.purpose, told.themes, told.groups) == (THEME, ("sport",), ())


@pytest.mark.parametrize("state", [states.QUEUED, states.SET_ASIDE])
def test_what_has_not_left_was_not_received(institution, state):
    sent(institution, state)
    assert history(institution, UID, NOW) == []


def test_the_latest_is_told_first_and_old_ones_before_the_proof_never(institution):
    sent(institution, title="b").sent_at = NOW - 60
    sent(institution, title="a").sent_at = NOW
    sent(institution, title="c").sent_at = NOW - 2 * DAY
    assert [one.at for one in history(institution, UID, NOW)] == [NOW, NOW - 60]


def test_without_a_proved_number_nothing_is_told(institution):
    sent(institution)
    institution["people"][UID].proven_at = 0
    assert history(institution, UID, NOW) == []


def test_a_message_for_somebody_else_at_the_same_number_is_not_theirs(institution):
    campaign = sent(institution)
    campaign.annotate([(1, "bob")])
    assert history(institution, UID, NOW) == []
    campaign.annotate([(1, UID)])
    assert len(history(institution, UID, NOW)) == 1


def test_codes_and_the_trials_of_senders_are_not_told(institution):
    number = institution["people"][UID].msisdn
    for word, secret in ((errands.CODE, True), (errands.TRY, False)):
        errand = errands.send(institution, number, f"Voici : {word}", word, NOW, is_secret=secret)
        errand.write(1, errand.row(1).moved(states.ACCEPTED, NOW))
    sent(institution).trial = True
    assert [one.text for one in history(institution, UID, NOW)] == ["Voici : try"]


def test_the_group_by_which_it_came_is_told(institution):
    make_group(institution, "l2", 0)
    institution["groups"]["l2"].uids.insert(UID)
    sent(institution).audience = (("group", "l2"), ("group", "autre"))
    institution["accounts"].remove("scd")
    [told] = history(institution, UID, NOW)
    assert (told.groups, told.department) == (("L2",), "")


def test_no_more_than_a_page_waits_for_is_looked_at(institution, monkeypatch):
    monkeypatch.setattr(module, "ROWS", 3)
    for moment in range(3):
        sent(institution).sent_at = NOW + moment
    assert len(history(institution, UID, NOW + 9)) == 1
