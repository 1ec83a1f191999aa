"""The author of a campaign is told its end by mail, as they may read it."""

import pytest
from factories import NOW, make_person, make_release

from unisms.services.discretion import summaries
from unisms.sms import causes, states
from unisms.testing.factories import someone

ADDRESS = "lise@univ.example.fr"


@pytest.fixture
def lise(institution):
    return make_person(institution, "lib", "Lise B.", email=ADDRESS)


def ended(institution, recipients=12, **fields):
    """A campaign whose messages have all arrived but two."""
    campaign = make_release(institution, recipients, title="Retard", **fields)
    for number, _ in list(campaign.stored_rows()):
        state, cause = (states.FAILED, causes.ABSENT) if number < 3 else (states.DELIVERED, None)
        campaign.write(number, campaign.row(number).moved(states.ACCEPTED, NOW))
        campaign.write(number, campaign.row(number).moved(state, NOW, cause))
    campaign.become(states.SENT)
    campaign.ended_at = NOW
    return campaign


def mails(institution):
    box = institution.outbox
    return [(one.kind, one.to, dict(one.values)) for _, one in box.waiting()] if box else []


def test_its_end_is_told_with_its_figures(root, institution, lise):
    campaign = ended(institution)
    assert summaries.close(root, campaign.path, NOW)
    [(kind, to, told)] = mails(institution)
    assert (kind, to) == ("campaign.summary", ADDRESS)
    assert (told["title"], told["delivered"], told["failed"], told["aside"]) == (
        "Retard",
        "10",
        "2",
        "0",
    )
    assert told["link"].endswith(f"{campaign.path}/")


def test_what_is_not_over_is_not_told_and_nothing_is_told_twice(root, institution, lise):
    campaign = make_release(institution, 12)
    assert not summaries.close(root, campaign.path, NOW)
    assert mails(institution) == []
    campaign = ended(institution)
    assert summaries.close(root, campaign.path, NOW)
    assert not summaries.close(root, campaign.path, NOW)
    assert len(mails(institution)) == 1


@pytest.mark.parametrize(
    ("recipients", "fields", "told"),
    [
        (9, {}, 0),
        (10, {}, 1),
        (9, {"summary_mailed": True}, 1),
        (10, {"summary_mailed": False}, 0),
        (10, {"trial": True}, 0),
        (10, {"errand": ("code",), "summary_mailed": True}, 0),
    ],
)
def test_a_message_to_many_is_told_unless_its_author_says_otherwise(
    root, institution, lise, recipients, fields, told
):
    campaign = ended(institution, recipients)
    for name, value in fields.items():
        setattr(campaign, name, value)
    summaries.close(root, campaign.path, NOW)
    assert len(mails(institution)) == told


def test_an_author_who_has_left_is_told_nothing(root, institution):
    campaign = ended(institution)
    assert summaries.close(root, campaign.path, NOW)
    assert mails(institution) == []


def test_somebody_who_may_not_see_numbers_does_not_learn_who_said_no(root, institution, lise):
    """The mail tells what the page tells them: a few noes look like messages without news."""
    campaign = ended(institution)
    campaign.audience = (("number", "06 39 98 77 77"), *campaign.audience)
    campaign._rows[12] = (campaign.row(12).msisdn, states.SET_ASIDE, "", 0, NOW, causes.OPT_OUT)
    summaries.close(root, campaign.path, NOW)
    [(*_, told)] = mails(institution)
    assert (told["aside"], told["failed"]) == ("0", "3")


def test_somebody_who_may_see_numbers_learns_who_said_no(root, institution, lise):
    institution.grants.give("person:lib", "administrator", "")
    campaign = ended(institution)
    campaign._rows[12] = (campaign.row(12).msisdn, states.SET_ASIDE, "", 0, NOW, causes.OPT_OUT)
    summaries.close(root, campaign.path, NOW)
    [(*_, told)] = mails(institution)
    assert (told["aside"], told["failed"]) == ("1", "2")


def test_the_choice_is_written_down_once(institution, lise):
    campaign, actor = ended(institution), someone(institution)
    for mailed in (True, False, False, True):
        summaries.choose(actor, campaign, NOW, mailed=mailed)
        assert summaries.is_wanted(campaign) == mailed
    verbs = [one.verb for one in institution.audit.waiting()]
    assert verbs.count("campaign.summed") == 2
