"""The link at the end of a message: wanted, counted, spelled for its handset alone."""

import pytest
from factories import (
    NOW,
    make_campaign,
    make_draft,
    make_house,
    make_release,
    reread,
)
from linked import find

from unisms.model.themes import Theme
from unisms.services.campaigns import checks, composition, estimates
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.delivery import claims
from unisms.services.links import endings
from unisms.sms.purposes import PARTNER
from unisms.testing.factories import someone

BEGUN = "\nSTOP : https://sms.univ.example/l/"
ENDING = len(BEGUN) + 2 + 1 + 11  # code, slash, token


@pytest.fixture
def institution(root):
    return make_house(root)


@pytest.mark.parametrize(
    ("kind", "setting", "adds"),
    [
        ("theme", None, False),
        ("theme", True, True),
        (PARTNER, None, True),
        (PARTNER, False, False),
    ],
)
def test_a_partners_theme_adds_it_unless_it_says_otherwise(institution, kind, setting, adds):
    theme = institution["themes"].add("crous", Theme("Crous"))
    theme.kind, theme.leaving_link = kind, setting
    purpose = (kind, "crous gone")
    assert endings.is_wanted(institution, False, purpose) == adds
    assert endings.wanting(institution, purpose) == (("crous",) if adds else ())
    assert endings.is_wanted(institution, True, purpose)
    assert not endings.is_wanted(institution, False, ())


def test_without_an_address_of_the_service_no_message_has_one(store):
    institution = make_house(store.root)
    store.db.public_address = ""
    assert not endings.can_be_sent(institution)
    assert endings.sample(institution, True, ()) == ""
    campaign = make_campaign(institution, 1, leaving_link=True)
    assert (campaign.ending, campaign.link_number, institution.links) == ("", 0, None)


def test_its_words_are_in_the_language_of_the_institution(institution):
    assert endings.words(institution, True, ()) == f"{BEGUN}xx/"
    institution.language = "en"
    assert endings.words(institution, True, ()).startswith("\nSTOP: https")


@pytest.mark.parametrize(("spare", "segments"), [(0, 1), (1, 2)])
def test_it_is_counted_exactly_at_the_edge_of_a_segment(institution, spare, segments):
    text = "x" * (160 - ENDING + spare)
    campaign = reread(make_campaign(institution, 2, text=text, columns=(), leaving_link=True))
    assert campaign.counted("segments") == 2 * segments
    message = claims.messages_of(campaign, (1, 2))
    assert [len(one.text) for one in message] == [160 + spare] * 2
    whole = f"{text}{endings.sample(institution, True, ())}"
    assert estimates.preview(whole).segments == segments


def test_each_handset_gets_its_own_and_pages_show_one_that_leads_nowhere(institution):
    campaign = make_release(institution, 2, leaving_link=True)
    claims.claim_batch(institution.__parent__.__parent__, campaign.connection, 2, "here", NOW)
    one, other = (message.text for message in claims.messages_of(campaign, (1, 2)))
    assert one.startswith(f"Bonjour Personne 0{BEGUN}")
    assert one[-11:] != other[-11:]
    assert find(institution, one[-11:]).row == 1
    shown = claims.renderer(campaign)(1)
    assert len(shown) == len(one)
    assert shown[:-11] == one[:-11]
    assert find(institution, shown[-11:]) is None
    assert checks.check_of(campaign).longest[1][-11:] == endings.SAMPLE


def test_a_message_without_one_is_rendered_as_before(institution):
    campaign = make_campaign(institution, 1)
    assert claims.messages_of(campaign, (1,))[0].text == "Bonjour Personne 0"


def test_the_notice_of_a_theme_comes_before_it(institution):
    theme = institution["themes"].add("bu", Theme("BU"))
    theme.notice, theme.leaving_link = "C'est la BU", True
    campaign = make_campaign(institution, 1, purpose=("theme", "bu"))
    text = claims.messages_of(reread(campaign), (1,))[0].text
    assert text.startswith(f"Bonjour Personne 0\nC'est la BU{BEGUN}")


def test_a_text_that_is_too_long_with_it_is_refused(institution):
    text = "x" * (8 * 153)
    wanted = Draft(text=text, audience=(("number", "+33639980001"),), account="scd")
    wanted = wanted._replace(connection="/institutions/paris1/brokers/fake")
    actor = someone(institution)
    found = [
        {one.code for one in composition.problems_of(actor, draft, NOW) if one.field == "text"}
        for draft in (wanted, wanted._replace(leaving_link=True))
    ]
    assert found == [set(), {"many_segments"}]


def test_a_draft_keeps_what_its_author_ticked(institution):
    assert reread(make_draft(institution, leaving_link=True)).leaving_link
    assert not make_draft(institution).leaving_link


def test_another_institution_spells_otherwise(institution, root):
    nice = make_house(root, "nice")
    campaign = make_release(institution, 1, leaving_link=True)
    claims.claim_batch(root, campaign.connection, 1, "here", NOW)
    token = claims.messages_of(campaign, (1,))[0].text[-11:]
    assert find(institution, token) is not None
    assert find(nice, token) is None
    make_campaign(nice, 1, leaving_link=True)
    assert nice.links.code != institution.links.code
    assert find(nice, token) is None
