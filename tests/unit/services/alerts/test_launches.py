"""A prepared alert launched: checked at once, an exercise that says so, a rehearsal that stays."""

import pytest
from drills import GROUP, launch, left, prepare
from factories import NOW, make_group, make_house, make_person, mobile

from unisms.model.alerts import EXERCISE, MOST_LAUNCHES, REAL, REHEARSAL
from unisms.model.approvals import ApprovalRules
from unisms.services.alerts import endings, launches, prepared
from unisms.services.approvals import approvals
from unisms.services.campaigns import drafts, guards, releases
from unisms.services.ground.problem import Problem
from unisms.sms import states
from unisms.testing.factories import someone


@pytest.fixture
def paris(root):
    institution = make_house(root)
    for number, uid in enumerate(("lib", "chief"), 90):
        make_person(institution, uid, uid.title(), mobile(number))
        institution.grants.give(f"person:{uid}", "administrator")
    make_group(institution, people=6)
    return institution


@pytest.fixture
def alert(paris):
    return prepare(paris)


def test_it_is_checked_as_an_emergency_that_nothing_holds_back(paris, alert):
    campaign = launch(paris, alert)
    assert campaign.state == states.CHECKED
    assert (campaign.purpose, campaign.urgent) == (("emergency",), True)
    assert (campaign.on_doubt, campaign.audience) == ("resend", GROUP)
    assert (campaign.text, campaign.reason) == ("Sortez.", "Fumée au sous-sol")
    approvals.go(someone(paris), campaign, NOW)
    assert campaign.state == states.SENDING


def test_a_large_one_has_no_minute_in_which_it_can_be_called_back(paris, alert):
    paris.timetable = (("undo", 1),)
    campaign = launch(paris, alert)
    approvals.go(someone(paris), campaign, NOW)
    assert campaign.state == states.SENDING


def test_nobody_sends_it_without_saying_why(paris, alert):
    campaign = launch(paris, alert)
    assert launches.asks_why(campaign)
    assert launches.give_reason(campaign, "  ") == Problem("send", "no_reason")
    assert launches.give_reason(campaign, " Gaz   au labo ") is None
    assert campaign.reason == "Gaz au labo"
    approvals.go(someone(paris), campaign, NOW)
    assert not launches.asks_why(campaign)


def test_a_second_click_leads_to_the_same_check(paris, alert):
    first = launch(paris, alert)
    assert launch(paris, alert) is first
    assert launch(paris, alert, uid="chief") is not first
    assert launch(paris, alert, EXERCISE) is not first


def test_a_click_ten_minutes_later_checks_it_anew(paris, alert):
    first = launch(paris, alert)
    assert launch(paris, alert, now=NOW + launches.LATELY) is not first


def test_what_keeps_it_from_being_written_is_told(paris, alert):
    alert.account = "gone"
    told = launches.launch(someone(paris), alert, NOW, mode=REAL)
    assert {one.field for one in told} == {"account"}
    assert alert.launches == ()


def test_what_would_keep_it_is_known_beforehand(paris, alert):
    assert launches.problems(someone(paris), alert, NOW) == ()
    paris["accounts"]["scd"].closed = True
    assert launches.problems(someone(paris), alert, NOW) == (Problem("account", "closed"),)
    assert [*paris["campaigns"]] == []


def test_a_group_that_is_gone_keeps_no_alert_back(paris, alert):
    assert not prepared.has_gaps(paris, alert)
    alert.pairs, alert.minus = (*GROUP, ("group", "gone")), (("person", "gone"),)
    assert prepared.has_gaps(paris, alert)
    campaign = launch(paris, alert)
    assert (campaign.audience, campaign.minus) == (GROUP, ())
    assert campaign.counted("recipients") == 6


def test_where_two_persons_are_asked_for_it_waits_for_the_second(paris, alert):
    paris.approval_rules = tuple(ApprovalRules(recipients=1, emergencies=True))
    campaign = launch(paris, alert)
    approvals.go(someone(paris), campaign, NOW)
    assert campaign.state == states.AWAITING_APPROVAL
    assert approvals.approve(someone(paris, "chief"), campaign, NOW) is None
    assert campaign.state == states.SENDING


def test_an_exercise_says_so_in_each_language_and_pays_for_it(paris, alert):
    alert.text, alert.other_text = "a" * 150, "Leave."
    campaign = launch(paris, alert, EXERCISE, announced=True)
    assert campaign.texts == ("EXERCICE - " + "a" * 150, "EXERCISE - Leave.")
    assert campaign.counted("segments") == 2 * campaign.counted("recipients")
    assert (campaign.alerting.mode, campaign.alerting.announced) == (EXERCISE, True)


def test_whoever_changes_an_exercise_cannot_take_its_word_away(paris, alert):
    alert.other_text = "Leave."
    campaign = launch(paris, alert, EXERCISE)
    fields = {
        "text": "Sortez par [porte].",
        "audience": campaign.audience,
        "account": campaign.account,
        "connection": campaign.connection,
        "purpose": campaign.purpose,
        "reason": "Exercice",
    }
    wording = ("fr", "Sortez par [quoi].", (), (("en", "Out.", "Out by [what].", ()),))
    drafts.change(
        someone(paris), campaign, now=NOW, **{**fields, "text": "Sortez.", "wording": wording}
    )
    assert campaign.text == "EXERCICE - Sortez."
    assert campaign.written == "EXERCICE - Sortez par [quoi]."
    [other] = campaign.worded.texts
    assert (other.text, other.written) == ("EXERCISE - Out.", "EXERCISE - Out by [what].")
    drafts.change(someone(paris), campaign, now=NOW, **{**fields, "text": "Là.", "wording": ()})
    assert (campaign.text, campaign.wording) == ("EXERCICE - Là.", ())


def test_a_rehearsal_shows_everything_and_never_leaves(paris, alert):
    campaign = launch(paris, alert, REHEARSAL)
    assert campaign.counted("recipients") == 6
    assert releases.outdated(campaign) == "rehearsal"
    for go in (guards.release, approvals.go):
        with pytest.raises(releases.Outdated):
            go(someone(paris), campaign, NOW)
    assert campaign.state == states.CHECKED


def test_an_answer_is_asked_for_in_each_language(paris):
    alert = prepare(paris, asks=True, other_text="Leave.")
    campaign = launch(paris, alert)
    assert campaign.texts == (
        "Sortez.\nRépondez 1 = en sécurité, 2 = besoin d'aide.",
        "Leave.\nReply 1 = safe, 2 = need help.",
    )


def test_an_institution_that_writes_english_has_french_beside_it(paris):
    paris.language = "en"
    campaign = launch(paris, prepare(paris, text="Leave.", other_text="Sortez."), EXERCISE)
    assert campaign.texts == ("EXERCISE - Leave.", "EXERCICE - Sortez.")


def test_what_an_alert_became_is_known_as_long_as_it_is_there(paris, alert):
    campaign = left(paris, alert)
    assert launches.running(paris, alert) is campaign
    rehearsed = launch(paris, alert, REHEARSAL)
    assert launches.campaigns_of(paris, alert) == [rehearsed, campaign]
    drafts.discard(someone(paris), rehearsed, NOW)
    assert launches.latest(paris, alert) is campaign


def test_an_alert_whose_end_is_told_runs_no_more(paris, alert):
    campaign = left(paris, alert)
    endings.end(someone(paris), campaign, endings.ALL_CLEAR, ("Fini.", ""), NOW)
    assert launches.running(paris, alert) is None


def test_only_its_latest_launches_are_known(alert):
    for number in range(MOST_LAUNCHES + 3):
        alert.launched(str(number))
    assert alert.launches[0] == "3"
    assert len(alert.launches) == MOST_LAUNCHES
