"""The counter shows the text that is billed and that leaves: text and values as they are seen."""

import pytest
from factories import NOW, make_draft, make_house, make_recipient
from hypothesis import given, settings
from hypothesis import strategies as st

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate
from unisms.services.audience import audience
from unisms.services.campaigns import composition, estimates
from unisms.services.delivery import claims
from unisms.services.ground.problem import Problem
from unisms.services.rights import reaches, rights
from unisms.sms.encoding import encode

UNSEEN = (
    "\ufeff",
    "\u200b",
    "\u180e",
    "\x0b",
    "\u00a0",
    " ",
    "\n",
    "\u00ad",
    "e\u0301",
    "\ufe0f",
    "\r\n",
)
signs = st.lists(st.sampled_from(("a", "é", "ê", "€", "œ", "👩‍🎓", *UNSEEN)), max_size=90)
texts = signs.map("".join)


def frozen(text, value, *, plain_values=False):
    """A campaign of one message, frozen."""
    campaign = Campaign("lib", NOW)
    campaign.text, campaign.plain_values = text, plain_values
    campaign.__parent__ = Institution("Paris 1")
    people = [make_recipient(values=(value,))]
    audience.freeze(campaign, people, ("nom",), BrokerConnection("", "fake"), NOW)
    return campaign


@settings(deadline=None)
@given(before=texts, value=texts, after=texts, plain=st.booleans())
def test_the_counter_shows_what_is_billed_and_what_leaves(before, value, after, plain):
    text = f"x{before}[nom]{after}"
    shown = estimates.preview(text, ("nom",), (value,), plain_values=plain)
    campaign = frozen(text, value, plain_values=plain)
    row = campaign.row(1)
    if row.cause == "empty_placeholder":
        return
    leaves = claims.renderer(campaign)(1)
    assert encode(leaves).segments == shown.segments
    assert row.segments == (shown.segments if row.cause is None else 0)
    assert estimates.filled_in(text, ("nom",), (value,), plain_values=plain) == (leaves, False)


def test_a_draft_keeps_its_text_as_it_is_seen(root):
    draft = make_draft(make_house(root), text="\ufeffCours de\u0301place\u0301 \x0b ")
    assert draft.text == "Cours déplacé"


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\r\n\u00a0", "\x07\u2060"])
def test_a_text_of_which_nothing_is_seen_is_empty(root, text):
    author = rights.person(make_house(root), "zoe")
    problems = composition.problems_of_fields(author, {"text": text})
    assert Problem("text", "empty") in problems


def test_a_draft_of_before_is_frozen_as_it_is_seen():
    campaign = frozen("Bonjour\u00a0[nom]\u200b \n", "Zoe\u0301\ufeff")
    assert campaign.text == "Bonjour [nom]"
    assert campaign.values(1)[2] == "Zoé"


def test_a_value_of_which_nothing_is_seen_is_an_empty_one():
    assert frozen("Bonjour [nom]", "\u200b\u00a0").row(1).cause == "empty_placeholder"


def test_a_text_follows_a_template_that_looks_the_same(root):
    institution = make_house(root)
    template = MessageTemplate("Retard", "Rendez\u00a0: [titre]\r\n\u200b")
    institution["templates"].add("retard", template)
    assert reaches.follows_template(institution, "Rendez : Les Mise\u0301rables")
    assert not reaches.follows_template(institution, "Rends : Les Misérables")
