"""The values of a template's blanks, wherever they come from, of somebody limited to templates."""

import pytest
from factories import NOW, make_draft, make_house, make_person, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.groups import Group
from unisms.model.roles import Limits, Role
from unisms.model.templates import MessageTemplate
from unisms.services.campaigns import checks, drafts, guards
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.ground.problem import Problem
from unisms.services.imports import intake
from unisms.services.rights import reaches, rights
from unisms.sms import causes, states
from unisms.sms.template import BLANK
from unisms.testing.factories import someone
from unisms.testing.store import Store

FORM = "Bonjour [nom], votre prêt « [titre] » est en retard."
COMPOSE = ["campaign:compose", "import:file"]


def furnish(root, **bounds):
    """An institution whose library may write the texts of templates only."""
    institution = make_house(root)
    institution["templates"].add("retard", MessageTemplate("Retard", FORM))
    institution["roles"].add("desk", Role("Desk", COMPOSE, Limits(free_text=False)))
    institution["roles"].add("free", Role("Free", COMPOSE))
    institution.grants.give("person:lib", "desk")
    institution.grants.give("person:boss", "free")
    return institution


@pytest.fixture
def institution(root):
    return furnish(root)


def of_file(institution, *rows, author="lib", text=FORM, columns=("mobile", "nom", "titre")):
    """A checked campaign to the rows of a file: values of the columns after the number."""
    lines = [(mobile(number), *row) for number, row in enumerate(rows)]
    content = "\n".join(";".join(f'"{cell}"' for cell in line) for line in (columns, *lines))
    name = intake.receive(someone(institution), "a.csv", content.encode(), NOW).__name__
    record = institution["imports"][name]
    record.author = author
    intake.read(record)
    return checked(institution, (("import", name),), author, text)


def checked(institution, audience, author="lib", text=FORM):
    campaign = make_draft(institution)
    campaign.text, campaign.audience, campaign.author = text, audience, author
    drafts.submit(campaign)
    guards.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    return campaign


def causes_of(campaign):
    assert campaign.state == states.CHECKED, campaign.problem
    return [campaign.row(number).cause for number in range(1, campaign.last_number() + 1)]


FULL, OVER = "x" * BLANK, "x" * (BLANK + 1)


def test_a_value_of_a_file_is_as_long_as_a_blank_takes(institution):
    campaign = of_file(
        institution, ("Zoé", FULL), ("Zoé", OVER), (f" {FULL} ", "Nana"), (OVER, OVER)
    )
    assert causes_of(campaign) == [None, causes.LONG_VALUE, None, causes.LONG_VALUE]
    check = checks.check_of(campaign)
    assert check.long_values == {"nom": 1, "titre": 2}
    assert check.set_aside == {causes.LONG_VALUE: 2}
    assert check.recipients == 2


def test_a_value_of_several_lines_fills_no_blank(institution):
    assert causes_of(of_file(institution, ("Zoé", "Nana\nPar ailleurs"))) == [causes.LONG_VALUE]


def test_the_names_of_people_are_values_too(institution):
    make_person(institution, "zoe", "Z" * 70)
    institution["groups"].add("l9", Group("L9", ["zoe"]))
    text = FORM.replace("[titre]", "Nana")
    for audience in ((("person", "zoe"),), (("group", "l9"),)):
        campaign = checked(institution, audience, text=text)
        assert causes_of(campaign) == [causes.LONG_VALUE]
        assert checks.check_of(campaign).long_values == {"nom": 1}


def test_several_columns_in_one_blank_take_no_more_than_all_blanks_together(institution):
    text = "Bonjour [a][b][c][d], votre prêt « [e] » est en retard."
    columns = ("mobile", *"abcde")
    rows = [("x" * 10,) * 5, ("x" * 16,) * 5, ("x" * 17,) * 5, (FULL, FULL, "x", "x", "x")]
    campaign = of_file(institution, *rows, text=text, columns=columns)
    assert causes_of(campaign) == [None, None, causes.LONG_VALUE, causes.LONG_VALUE]


def test_who_writes_freely_fills_what_they_like(institution):
    campaign = of_file(institution, ("Zoé", OVER), author="boss")
    assert causes_of(campaign) == [None]
    assert checks.check_of(campaign).long_values == {}


def held(institution, uid):
    return rights.person(institution, uid)


def test_what_somebody_else_filled_freely_is_not_sent_by_who_may_not(institution):
    campaign = of_file(institution, ("Zoé", OVER), author="boss")
    with pytest.raises(BeyondLimit) as refused:
        guards.release(held(institution, "lib"), campaign, NOW + 1)
    assert (refused.value.code, refused.value.detail) == ("values", BLANK)
    guards.release(held(institution, "boss"), campaign, NOW + 1)


def test_what_was_checked_before_this_was_counted_is_checked_again(institution):
    campaign = of_file(institution, ("Zoé", "Nana"))
    campaign.check = tuple(pair for pair in campaign.check if "values" not in pair[0])
    with pytest.raises(BeyondLimit, match="values"):
        guards.release(held(institution, "lib"), campaign, NOW + 1)
    assert checks.check_of(campaign).long_values == {}


def test_within_the_blanks_it_leaves(institution):
    campaign = of_file(institution, ("Zoé", FULL))
    guards.release(held(institution, "lib"), campaign, NOW + 1)
    assert campaign.state == states.SENDING


cells = st.text("ab é", min_size=1, max_size=60)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_nothing_leaves_that_could_not_have_been_typed_into_the_template(rows):
    store = Store()
    institution = furnish(store.root)
    campaign = of_file(institution, *rows)
    for number, (name, title) in enumerate(rows, 1):
        text = FORM.replace("[nom]", name.strip()).replace("[titre]", title.strip())
        leaves = campaign.row(number).cause is None
        assert not leaves or reaches.follows_template(institution, text)
    store.close()
    store.db.close()


def test_what_was_thrown_away_meanwhile_is_not_prepared(institution):
    path = f"/institutions/{institution.__name__}/campaigns/20270115-gone"
    guards.prepare(institution.__parent__.__parent__, path, NOW)


@pytest.mark.parametrize(
    ("copy", "refused"),
    [((("author",), "", ""), False), ((), False)]
    + [((("author",), *words), True) for words in (("Objet", ""), ("", "Texte"))],
)
def test_who_is_limited_to_templates_mails_no_words_of_their_own(root, copy, refused):
    institution = furnish(root)
    fields = {"text": FORM, "audience": (), "account": "scd", "sender_id": "", "mail_copy": copy}
    told = reaches.problems(rights.person(institution, "lib"), fields)
    assert told == ((Problem("mail_body", "template_only"),) if refused else ())
