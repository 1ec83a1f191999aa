"""Messages are found by the words of their title and text, and by what those are called now whom
they are for."""

import pytest
from factories import NOW, make_campaign, make_draft, make_group, make_house, make_person

from unisms.services.campaigns import checks, drafts, releases
from unisms.services.campaigns.searches import Search, Wanted
from unisms.sms import states
from unisms.testing.factories import someone

TITLE, TEXT = (
    "TD de L2",
    "Bonjour [nom], le TD de lundi est reporté : salle B12, près du cœur d'îlot.",
)


@pytest.fixture
def paris(root):
    paris = make_house(root)
    make_group(paris)
    paris["groups"]["l2"].title = "M1 Histoire – TD 3"
    make_person(paris, "jdupont", "Jeanne Dupont", "+33639980055")
    make_person(paris, "lib", "Aïcha Benali", "+33639980056")
    return paris


def draft(paris, **fields):
    return make_draft(paris, **{"title": TITLE, "text": TEXT.replace("[nom]", "Zoé"), **fields})


def is_found(paris, campaign, text="", **wanted):
    return Search(paris, Wanted(text, **wanted)).accepts(campaign.listed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("lundi TD", True),
        ("LUNDI report", True),
        ("reporte a", False),
        ("salle b12", True),
        ("alle", False),
        ("coeur ilot", True),
        ("cœur-d'îlot", True),
        ("l2 bonjour", True),
        ("lundi mardi", False),
        ("…", False),
    ],
)
def test_each_word_begins_a_word_of_the_title_or_the_text(paris, text, found):
    assert is_found(paris, draft(paris), text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M1 histoire TD 3", True),
        ("histoire lundi", True),
        ("dupont", True),
        ("jeanne histoire", True),
        ("j", False),  # nearly everybody is called so
        ("droit", False),
        ("fichier", False),
        ("0639980055", False),
    ],
)
def test_those_whom_it_is_for_are_words_too_their_numbers_are_not(paris, text, found):
    audience = (("group", "l2"), ("person", "jdupont"), ("number", "0639980055"))
    assert is_found(paris, draft(paris, audience=audience), text) == found


def test_a_group_is_found_by_its_name_of_today_and_one_that_is_gone_by_none(paris):
    campaign = draft(paris, audience=(("group", "l2"),))
    paris["groups"]["l2"].title = "M2 Droit"
    assert is_found(paris, campaign, "droit")
    assert not is_found(paris, campaign, "histoire")
    paris["groups"].remove("l2")
    assert not is_found(paris, campaign, "droit")


def test_one_question_is_put_to_many(paris):
    search = Search(paris, Wanted("dupont"))
    told = [
        draft(paris, audience=(("person", uid),)).listed for uid in ("jdupont", "lib", "jdupont")
    ]
    assert [search.accepts(one) for one in told] == [True, False, True]


def test_frozen_names_and_numbers_are_not_searched(paris):
    campaign = make_campaign(paris, 1)
    assert campaign.values(1)[0] == "Personne 0"
    assert not is_found(paris, campaign, "personne")
    assert not is_found(paris, campaign, campaign.row(1).msisdn[1:])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"since": NOW}, True),
        ({"since": NOW + 1}, False),
        ({"until": NOW + 1}, True),
        ({"until": NOW}, False),
        ({"state": "draft"}, True),
        ({"state": "sent"}, False),
        ({"account": "scd"}, True),
        ({"account": "sport"}, False),
        ({"author": "lib"}, True),
        ({"author": "benali aicha"}, True),
        ({"author": "benali zoe"}, False),
        ({"author": "–"}, False),
    ],
)
def test_days_state_account_and_author_narrow_it(paris, wanted, found):
    assert is_found(paris, draft(paris), "lundi", **wanted) == found


def test_an_author_who_has_left_is_known_by_their_identifier(paris):
    campaign = draft(paris)
    paris["people"].remove("lib")
    assert is_found(paris, campaign, author="lib")


def test_what_was_sent_is_of_that_day(paris):
    campaign = draft(paris)
    campaign.sent_at, campaign.state = NOW + 86400, states.SENT
    assert is_found(paris, campaign, since=NOW + 86400)


def test_its_folder_tells_what_it_is_at_each_moment(root, paris):
    campaign, folder = draft(paris), paris["campaigns"]

    def told():
        assert folder.listed(campaign.__name__) == tuple(campaign.listed)
        return campaign.listed

    assert told().words.split() == sorted({*told().words.split()})
    drafts.change(
        someone(campaign),
        campaign,
        now=NOW,
        title="Autre",
        text="Salle C",
        audience=campaign.audience,
        account="scd",
        connection=campaign.connection,
    )
    assert told().words == " autre c salle"
    drafts.submit(campaign)
    checks.prepare(root, campaign.path, NOW)
    releases.release(someone(campaign), campaign, NOW + 9)
    assert (told().state, told().at) == (states.SENDING, NOW + 9)
    campaign.redate(NOW, NOW - 5)
    assert told().at == NOW - 5
    campaign.erase(NOW)
    assert (told().words, told().places) == (" autre", ())
    folder.remove(campaign.__name__)
    assert folder.listed(campaign.__name__) == ()


def test_what_is_told_of_a_message_does_not_write_the_folder_itself(store, paris):
    for title in ("Un", "Deux"):
        draft(paris, title=title).become(states.PREPARING)
    store.commit()
    folder = paris["campaigns"]
    for campaign in folder.values():
        campaign.title = "Autre"
        campaign.become(states.PREPARING)
    assert not folder._p_changed
    store.commit()
    listed = folder._listed
    campaign.become(states.PREPARING)
    assert not listed._p_changed
