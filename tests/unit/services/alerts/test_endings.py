"""The end of an alert: who still waits is withdrawn, exactly those it was handed to are told."""

import pytest
from factories import NOW, make_draft, make_group, make_house, make_person, mobile
from left_out import FAKE, checked, figures, sent

from unisms.model.alerts import EXERCISE
from unisms.model.folder import find
from unisms.model.wordings import Wording
from unisms.services.alerts import endings
from unisms.services.alerts.endings import ALL_CLEAR, FALSE_ALARM
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import claims, settlement
from unisms.services.ground.problem import Problem
from unisms.services.people import consent
from unisms.sms import causes, states
from unisms.sms.encoding import encode
from unisms.sms.purposes import EMERGENCY
from unisms.testing.factories import someone

TEXTS = ("Fin de l'alerte.", "")
ALERT = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Incendie", "on_doubt": "resend"}


@pytest.fixture
def paris(root):
    institution = make_house(root)
    institution.grants.give("person:lib", "administrator")
    make_group(institution, people=6)
    return institution


@pytest.fixture
def alert(paris):
    """An alert of which four messages have left, two of them to an end, and two wait."""
    campaign = sent(paris, ("group", "l2"), takes=4, **ALERT)
    for number, end, cause in (
        (1, states.DELIVERED, None),
        (2, states.FAILED, causes.ABSENT),
        (3, states.EXPIRED, causes.EXPIRED),
    ):
        campaign.write(number, campaign.row(number).moved(end, NOW, cause))
    return campaign


def end(campaign, ending=ALL_CLEAR, texts=TEXTS):
    return endings.end(someone(campaign), campaign, ending, texts, NOW)


def prepared(campaign):
    checks.prepare(campaign.__parent__.__parent__.__parent__.__parent__, campaign.path, NOW)
    return {row[0] for _, row in campaign.stored_rows()}


def test_who_waits_is_withdrawn_and_exactly_those_it_was_handed_to_are_told(paris, alert):
    told = end(alert)
    assert alert.state == states.STOPPED
    assert [alert.row(number).state for number in (5, 6)] == [states.STOPPED, states.STOPPED]
    assert told.state == states.PREPARING
    assert prepared(told) == {mobile(number) for number in range(4)}
    assert figures(told) == (4, {})


def test_it_is_an_alert_itself_that_no_minute_holds_back(paris, alert):
    told = end(alert)
    assert (told.purpose, told.urgent, told.on_doubt) == ((EMERGENCY,), True, "resend")
    assert (told.title, told.text, told.reason) == (
        "Fin d'alerte : Retard",
        "Fin de l'alerte.",
        "Incendie",
    )
    assert (told.account, told.connection) == (alert.account, alert.connection)


def test_of_two_who_ask_the_second_gets_the_same_message(paris, alert):
    told = end(alert)
    assert end(alert, FALSE_ALARM, ("Fausse alerte.", "")) is told
    assert told.text == "Fin de l'alerte."
    assert len([*paris["campaigns"]]) == 2


def test_a_message_that_was_thrown_away_is_written_anew(paris, alert):
    told = end(alert)
    prepared(told)
    drafts.discard(someone(paris), told, NOW)
    assert endings.ending_of(alert) is None
    again = end(alert, FALSE_ALARM)
    assert again.title == "Fausse alerte : Retard"
    assert endings.ending_of(alert) is again


def test_an_alert_that_is_over_is_told_to_be(paris):
    campaign = sent(paris, ("group", "l2"), **ALERT)
    campaign.become(states.SENT)
    told = end(campaign)
    assert campaign.state == states.SENT
    assert len(prepared(told)) == 6


def test_what_is_in_doubt_is_told_and_the_alert_is_not_sent_again_after_its_end(paris):
    campaign = sent(paris, ("group", "l2"), **ALERT)
    campaign.become(states.SENT)
    campaign._rows[1] = tuple(campaign.row(1)._replace(state=states.UNCERTAIN))
    told = end(campaign)
    assert campaign.on_doubt == "hold"
    assert mobile(0) in prepared(told)


def test_messages_in_a_brokers_hands_are_waited_for_then_told_as_they_ended(root, paris):
    campaign = checked(paris, ("group", "l2"), **ALERT)
    releases.release(someone(paris), campaign, NOW)
    batch = claims.claim_batch(root, FAKE, 3, "m", NOW)
    told = end(campaign)
    assert endings.figures(campaign) == (3, 0)
    assert endings.awaits(root, told.path, NOW)
    outcome = Outcome({f"{campaign.__name__}.1"}, {})
    settlement.settle_batch(root, FAKE, campaign.path, batch.numbers, outcome, NOW)
    assert not endings.awaits(root, told.path, NOW)
    assert prepared(told) == {mobile(0)}  # the two others never left, and are withdrawn


def test_a_broker_that_does_not_answer_is_not_waited_for(root, paris):
    campaign = checked(paris, ("group", "l2"), **ALERT)
    releases.release(someone(paris), campaign, NOW)
    claims.claim_batch(root, FAKE, 3, "m", NOW)
    told = end(campaign)
    assert not endings.awaits(root, told.path, NOW + endings.PATIENCE)
    assert prepared(told) == {mobile(0), mobile(1), mobile(2)}
    assert not endings.awaits(root, told.path, NOW)


def test_once_it_is_frozen_it_leaves_by_itself_in_the_same_transaction(root, paris, alert):
    told = end(alert)
    assert told.alerting.leaves
    assert endings.prepare(root, told.path, NOW) == ()
    assert told.state == states.SENDING
    assert endings.nudges(root, told.path, NOW) == (("deliver", FAKE),)
    assert not told.alerting.leaves
    assert {row[0] for _, row in told.stored_rows()} == {mobile(number) for number in range(4)}


def test_whoever_said_no_since_is_told_that_it_is_over(root, paris, alert):
    consent.opt_out(someone(paris, "l2-0"), "l2-0", NOW)
    told = end(alert)
    endings.prepare(root, told.path, NOW)
    assert figures(told) == (4, {})


def test_what_cannot_leave_stays_checked_and_is_tried_once(root, paris, alert):
    told = end(alert)
    account = paris["accounts"]["scd"]
    account.balance.available = 0
    endings.prepare(root, told.path, NOW)
    assert (told.state, told.alerting.leaves) == (states.CHECKED, False)
    assert endings.nudges(root, told.path, NOW) == ()


def test_where_nobody_is_left_of_it_a_draft_is_left(root, paris, alert):
    told = end(alert)
    alert.erase(NOW)
    endings.prepare(root, told.path, NOW)
    assert (told.state, told.alerting.leaves) == (states.DRAFT, False)


def test_only_the_end_of_an_alert_leaves_by_itself(root, paris, alert):
    other = make_draft(paris, audience=(("group", "l2"),))
    drafts.submit(other)
    endings.prepare(root, other.path, NOW)
    assert other.state == states.CHECKED
    assert endings.nudges(root, other.path, NOW) == ()
    assert endings.nudges(root, f"{other.path}-gone", NOW) == ()


def test_the_end_of_an_exercise_says_that_it_is_one(paris, alert):
    alert.alert = tuple(alert.alerting._replace(mode=EXERCISE))
    told = end(alert)
    assert (told.text, told.alerting.mode) == ("EXERCICE - Fin de l'alerte.", EXERCISE)


class Outcome:
    """The answer of a broker that took nothing for sure, and may have let ``left`` leave."""

    trusted = True

    def __init__(self, left, answered):
        self.left, self.answered = left, answered


def test_nothing_else_is_waited_for(root, paris, alert):
    assert not endings.awaits(root, alert.path, NOW)
    assert not endings.awaits(root, f"{alert.path}-gone", NOW)


def test_an_alert_that_is_gone_is_not_waited_for(root, paris, alert):
    told = end(alert)
    paris["campaigns"].remove(alert.__name__)
    assert not endings.awaits(root, told.path, NOW)


def test_an_alert_that_left_for_nobody_has_no_end(paris):
    campaign = checked(paris, ("group", "l2"), **ALERT)
    releases.release(someone(paris), campaign, NOW)
    assert end(campaign) == (Problem("audience", "handed_to_nobody"),)
    assert campaign.state == states.SENDING


def test_what_keeps_the_message_from_being_written_stops_nothing(paris, alert):
    assert end(alert, texts=(" ", "")) == (Problem("text", "empty"),)
    assert alert.state == states.SENDING
    assert not alert.alerting.ended_by


def test_they_are_written_to_where_the_alert_went(paris, alert):
    paris["people"].renumber("l2-0", mobile(70))
    make_person(paris, "other", "Other", mobile(71))
    assert prepared(end(alert)) == {mobile(number) for number in range(4)}


def test_the_end_of_an_alert_in_two_languages_is_told_in_both(paris):
    others = (("en", "Fire: leave the building."),)
    campaign = sent(paris, ("group", "l2"), wording=Wording("fr", others=others).stored, **ALERT)
    own, other = endings.proposed(campaign, ALL_CLEAR)
    assert (own[:3], other[:9]) == ("Fin", "All clear")
    told = end(campaign, texts=(own, other))
    assert told.texts == (own, other)
    prepared(told)
    drafts.discard(someone(paris), told, NOW)
    assert end(campaign, texts=(own, " ")).texts == (own,)


@pytest.mark.parametrize("ending", endings.ENDINGS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_proposed_is_one_short_message(paris, alert, ending, language):
    paris.language = language
    text, other = endings.proposed(alert, ending)
    assert encode(text).segments == 1
    assert encode(text).alphabet == "gsm7"
    assert other == ""


def test_only_an_alert_that_left_is_ended_by_who_may_write_in_an_emergency(paris, alert):
    assert endings.may_end(someone(paris), alert)
    assert not endings.may_end(someone(paris, "l2-1"), alert)
    assert not endings.may_end(someone(paris), checked(paris, ("group", "l2"), **ALERT))
    assert not endings.may_end(someone(paris), sent(paris, ("group", "l2")))
    told = end(alert)
    prepared(told)
    releases.release(someone(paris), told, NOW)
    assert not endings.may_end(someone(paris), told)
    assert find(paris.__parent__.__parent__, told.path).state == states.SENDING
