"""Marks at which a careful colleague would look twice, each with its sentence."""

import pytest
from factories import NOW, make_campaign, make_recipient, make_release

from unisms.model.approvals import Manner
from unisms.model.links import give_address
from unisms.services.approvals import unusual
from unisms.services.approvals.sentences import OF_MARKS
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

DAY = 86400


@pytest.fixture(autouse=True)
def institution(institution):
    institution.mail_sender = "sms@univ.example"
    return institution


def sent(institution, recipients=3, ago=30 * DAY, **fields):
    campaign = make_release(institution, recipients, **fields)
    campaign.sent_at = NOW - ago
    campaign.list_anew()
    return campaign


def marks(campaign, by="lib"):
    return [code for code, _ in unusual.of(campaign, by, NOW)]


def test_the_first_message_of_somebody_is_unusual(institution):
    sent(institution, author="temp")
    assert marks(make_campaign(institution)) == ["first"]
    sent(institution)
    assert marks(make_campaign(institution)) == []


def test_a_trial_is_no_message_and_an_errand_is_nobodys(institution):
    sent(institution, trial=True)
    sent(institution, author="")
    assert marks(make_campaign(institution)) == ["first"]


def test_never_so_many_of_somebody_or_of_an_account(institution):
    sent(institution, 3)
    sent(institution, 5, author="temp")
    assert marks(make_campaign(institution, 4)) == ["most"]
    told = dict(unusual.of(make_campaign(institution, 6), "lib", NOW))
    assert told == {"most": (6, 3), "most_of_account": (6, 5)}
    institution["accounts"].add("x", type(institution["accounts"]["scd"])("X"))
    assert marks(make_campaign(institution, 6, account="x")) == ["most"]


def test_the_text_of_the_last_days_to_some_of_the_same_people_is_unusual(institution):
    text = "La bibliothèque ferme ce soir à dix-sept heures trente, merci"
    before = sent(institution, 3, ago=DAY, columns=(), text=text, title="Hier")
    again = make_campaign(institution, 2, columns=(), text=text.upper().replace("MERCI", ""))
    assert ("again", (2, "Hier")) in unusual.of(again, "lib", NOW)
    others = [make_recipient(number) for number in (7, 8)]
    assert marks(make_campaign(institution, others, columns=(), text=text)) == []
    before.sent_at = NOW - 8 * DAY
    assert marks(make_campaign(institution, 2, columns=(), text=text)) == []
    before.sent_at, before.text = NOW - DAY, ""
    assert marks(make_campaign(institution, 2, columns=(), text=text)) == []


def test_whoever_was_set_aside_has_not_had_it(institution):
    text = "La bibliothèque ferme ce soir"
    sent(institution, [make_recipient(0, cause="opt_out"), make_recipient(5)], DAY, text=text)
    aside = [make_recipient(0), make_recipient(5, cause="opt_out")]
    assert marks(make_campaign(institution, aside, text=text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Voir bit.ly/abc", "site_shortener"),
        ("Voir https://ent.unlv.example/x", "site_lookalike"),
        ("Voir www.crous-x.fr", "site_other"),
        ("Voir https://ärzte.fr", "site_letters"),
        ("RÉPONDEZ TOUT DE SUITE À CE MESSAGE", "loud"),
        ("Répondez ! Vite ! Merci !", "loud"),
    ],
)
def test_a_text_may_be_unusual(institution, text, code):
    sent(institution)
    assert marks(make_campaign(institution, text=text, columns=())) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Voir https://ent.univ.example/x, salle B.204",
        "Voir desk.other.example",
        "UFR 09 : TD de L2 en B12",
        "Bravo !",
    ],
)
def test_own_sites_and_a_few_capitals_are_usual(institution, text):
    institution.approval_manner = tuple(Manner(sites=("other.example",)))
    sent(institution)
    assert marks(make_campaign(institution, text=text, columns=())) == []


def test_the_address_of_this_service_is_ones_own(institution):
    database = institution.__parent__.__parent__._p_jar.db()
    give_address(database, {"unisms.public_url": "https://sms.mine.example"})
    assert "sms.mine.example" in unusual.own_sites(institution)
    give_address(database, {})
    institution.mail_sender = ""
    assert unusual.own_sites(institution) == ()


def test_a_link_in_letters_of_another_script_is_told_as_people_see_it(institution):
    sent(institution)
    campaign = make_campaign(institution, text="Voir https://xn--rzte-koa.fr", columns=())
    [(_, shown)] = unusual.of(campaign, "lib", NOW)
    assert shown == "xn--rzte-koa.fr (ärzte.fr)"


def test_a_sender_that_was_never_used_and_an_urgent_message_are_unusual(institution):
    sent(institution)
    campaign = make_campaign(institution, sender_id="NEW", urgent=True)
    assert marks(campaign) == ["sender", "urgent"]
    campaign.purpose = (EMERGENCY,)
    assert marks(campaign) == ["sender"]


def test_many_foreign_numbers_are_unusual(institution):
    sent(institution)
    abroad = [make_recipient(0), make_recipient(1, msisdn="+447911123456")]
    [(code, share)] = unusual.of(make_campaign(institution, abroad), "lib", NOW)
    assert (code, share) == ("abroad", 50)


def test_at_night_and_on_a_sunday_is_unusual(institution):
    assert unusual.of_hour(institution, NOW) == ()
    assert unusual.of_hour(institution, NOW + 2 * DAY) == (("on_sunday", ""),)
    assert unusual.of_hour(institution, NOW + 14 * 3600) == (("at_night", 23 * 60),)


def test_every_mark_has_its_sentence():
    told = [getattr(unusual, name) for name in dir(unusual) if name.isupper()]
    marks = {code for code in told if isinstance(code, str)} | {*unusual.OF_SITES.values()}
    assert marks - {EMERGENCY} == {code for _, code in OF_MARKS}


def test_only_messages_that_have_left_are_compared_with(institution):
    make_campaign(institution).state = states.CHECKED
    assert marks(make_campaign(institution)) == ["first"]
