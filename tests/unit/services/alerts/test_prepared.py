"""Alerts that are prepared: an institution keeps them, and a click makes a campaign of one."""

import pytest
from factories import NOW, make_group, make_house, make_person

from unisms.model.alerts import ANNOUNCED, PreparedAlert
from unisms.model.campaigns import WrongState
from unisms.services.alerts import endings, prepared
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.ground.problem import Problem
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY
from unisms.testing.factories import someone

FAKE = "/institutions/paris1/brokers/fake"


@pytest.fixture
def paris(root):
    institution = make_house(root)
    institution.grants.give("person:lib", "administrator")
    make_group(institution)
    return institution


@pytest.fixture
def fire(paris):
    alert = PreparedAlert()
    alert.title, alert.text = "Incendie", "Sortez du campus."
    alert.pairs, alert.account, alert.connection = (("group", "l2"),), "scd", FAKE
    return paris["alerts"].add("incendie", alert)


def root_of(paris):
    return paris.__parent__.__parent__


def made(paris, alert, exercise="", by="lib"):
    return prepared.prepare(someone(paris, by), alert, NOW, exercise)


def checked(paris, alert, exercise=""):
    campaign = made(paris, alert, exercise)
    checks.prepare(root_of(paris), campaign.path, NOW)
    return campaign


def test_a_click_makes_an_emergency_campaign_that_waits_for_its_check(paris, fire):
    campaign = made(paris, fire)
    assert (campaign.state, campaign.purpose) == (states.PREPARING, (EMERGENCY,))
    assert (campaign.title, campaign.text) == ("Incendie", "Sortez du campus.")
    assert (campaign.urgent, campaign.on_doubt) == (True, "resend")
    assert campaign.alerting.prepared == "incendie"


def test_a_second_click_gets_the_same_campaign(paris, fire):
    first = made(paris, fire)
    assert made(paris, fire) is first


def test_another_person_an_exercise_or_a_changed_alert_gets_another_campaign(paris, fire):
    first = checked(paris, fire)
    exercise = made(paris, fire, ANNOUNCED)
    assert exercise is not first
    paris.grants.give("person:l2-0", "administrator")
    assert made(paris, fire, by="l2-0") is not exercise
    latest = made(paris, fire)
    fire.last_change = (NOW + 1, "lib")
    assert made(paris, fire) is not latest


def test_one_that_was_changed_thrown_away_or_sent_is_not_taken_again(paris, fire):
    first = checked(paris, fire)
    drafts.change(
        someone(paris), first, now=NOW, text="Autre", audience=first.audience, account="scd",
        connection=FAKE, purpose=(EMERGENCY,), reason="x",
    )  # fmt: skip
    second = checked(paris, fire)
    assert second is not first
    drafts.discard(someone(paris), second, NOW)
    third = checked(paris, fire)
    releases.release(someone(paris), third, NOW)
    assert made(paris, fire) is not third


def test_what_keeps_it_from_leaving_is_told(paris, fire):
    fire.account = "gone"
    assert Problem("account", "unknown") in made(paris, fire)
    assert not fire.begun


def test_it_has_a_text_in_the_other_language(paris, fire):
    fire.other_text = "Leave the campus."
    assert made(paris, fire).texts == ("Sortez du campus.", "Leave the campus.")


def test_an_exercise_says_so_in_each_text_whatever_is_written_later(paris, fire):
    fire.other_text = "Leave the campus."
    campaign = checked(paris, fire, ANNOUNCED)
    assert campaign.title == "EXERCICE : Incendie"
    told = ("EXERCICE : Sortez du campus.", "EXERCISE : Leave the campus.")
    assert campaign.texts == told
    fields = {"audience": campaign.audience, "account": "scd", "connection": FAKE, "reason": "x"}
    drafts.change(someone(paris), campaign, now=NOW, text="Restez.", purpose=(EMERGENCY,), **fields)
    assert campaign.text == "EXERCICE : Restez."
    assert campaign.texts[1] == told[1]


def test_an_exercise_whose_text_has_blanks_says_so_where_it_was_composed_too(paris, fire):
    campaign = checked(paris, fire, ANNOUNCED)
    others = (("en", "Leave B.", "Leave [lieu].", (("lieu", "B"),)),)
    campaign.wording = ("fr", "Sortez de [lieu].", (("lieu", "B"),), others)
    campaign.mark_exercise("fr")
    assert campaign.written == "EXERCICE : Sortez de [lieu]."
    assert campaign.worded.texts[0].written == "EXERCISE : Leave [lieu]."


def test_the_end_of_an_exercise_is_one(paris, fire):
    fire.all_clear = "Merci, rentrez."
    campaign = checked(paris, fire, ANNOUNCED)
    releases.release(someone(paris), campaign, NOW)
    campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
    own, _ = endings.proposed(campaign, endings.ALL_CLEAR)
    assert own == "Merci, rentrez."
    assert endings.proposed(campaign, endings.FALSE_ALARM)[0].startswith("Fausse alerte")
    told = endings.end(someone(paris), campaign, endings.ALL_CLEAR, (own, ""), NOW)
    assert told.text == "EXERCICE : Merci, rentrez."
    assert told.alerting.exercise == ANNOUNCED


def test_whoever_sends_it_says_why(paris, fire):
    campaign = checked(paris, fire)
    assert prepared.asks_reason(campaign)
    assert not prepared.give_reason(campaign, " ")
    assert prepared.give_reason(campaign, " Feu au\nbâtiment B ")
    assert campaign.reason == "Feu au bâtiment B"
    releases.release(someone(paris), campaign, NOW)
    with pytest.raises(WrongState):
        prepared.give_reason(campaign, "plus tard")


def test_groups_are_offered_and_nothing_of_one_person(paris, fire):
    make_person(paris, "zoe", "Zoé")
    offered = prepared.offered(someone(paris), fire.pairs)
    assert [(one.kind, one.name) for one in offered] == [("group", "l2")]


def test_an_alert_is_deleted_and_its_messages_stay(paris, fire):
    campaign = made(paris, fire)
    assert [one["title"] for one in prepared.told(paris)] == ["Incendie"]
    prepared.delete(someone(paris), fire, NOW)
    assert [*prepared.every(paris)] == []
    assert campaign.__name__ in paris["campaigns"]


def test_a_store_of_before_has_no_place_for_them_until_it_is_evolved(paris):
    paris.remove("alerts")
    assert [*prepared.every(paris)] == []
    prepared.alerts_have_a_place(root_of(paris))
    prepared.alerts_have_a_place(root_of(paris))
    assert len(paris["alerts"]) == 0


@pytest.mark.parametrize(
    ("origin", "lets", "waits"),
    [
        ("command", False, True),
        ("command", True, False),
        ("page", False, False),
        ("", False, False),
    ],
)
def test_an_alert_by_a_command_waits_for_a_person_unless_the_institution_lets_it_go(
    paris, fire, origin, lets, waits
):
    campaign = checked(paris, fire)
    campaign.origin, paris.alerts_by_command = origin, lets
    assert prepared.awaits_click(campaign) is waits
    campaign.purpose = ()
    assert not prepared.awaits_click(campaign)
