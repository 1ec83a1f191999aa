"""A message with blanks, defaults, dates and two languages: composed, checked, rendered, erased."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, mobile, reread

from unisms.model.groups import Group
from unisms.model.roles import Limits, Role
from unisms.model.templates import MessageTemplate
from unisms.model.themes import Theme
from unisms.model.wordings import OtherText, Wording
from unisms.services.audience import audience
from unisms.services.campaigns import checks, drafts, guards
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.campaigns.manuscripts import Draft, rewritten
from unisms.services.delivery import claims
from unisms.services.discretion import discretion
from unisms.services.dossiers import rows as told_rows
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.problem import Problem
from unisms.services.imports import intake
from unisms.services.institution import titles
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.services.rules import notices
from unisms.services.texts.shares import LanguageShare
from unisms.sms import causes, states
from unisms.sms.template import BLANK
from unisms.testing.factories import someone

FRENCH = "Bonjour [nom], le cours de [matière] est en [salle]."
ENGLISH = "Hello [nom], the class of [matière] is in [room]. Reply to [courriel|us]."
FILLS = (("matiere", "Histoire"), ("salle", "B12"))
OTHER = OtherText("en", "", ENGLISH, (("room", "room B12"),))
BROKER = "/institutions/paris1/brokers/fake"


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, "john", "John", mobile(1)).language = "en"
    make_person(institution, "zoe", "Zoé", mobile(2))
    make_person(institution, "anna", "Anna", mobile(3)).language = "en"
    institution["groups"].add("l2", Group("L2", ["john", "zoe", "anna"]))
    institution.grants.give("person:lib", "sender")
    institution.grants.give("person:lib", "administrator")
    return institution


def wanted(text=FRENCH, fills=FILLS, others=(OTHER,), **fields):
    wording = Wording("fr", "", fills, tuple(map(tuple, others)))
    known = {"audience": (("group", "l2"),), "account": "scd", "connection": BROKER}
    return Draft(**{"title": "Cours", "text": text, "wording": wording, **known, **fields})


def write(institution, uid="lib", **fields):
    return drafts.write(rights.person(institution, uid), wanted(**fields), now=NOW)


def prepared(institution, uid="lib", **fields):
    campaign = write(institution, uid, **fields)
    drafts.submit(campaign)
    guards.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    return reread(campaign)


def texts(campaign):
    render = claims.renderer(campaign)
    return {campaign.values(number)[0]: render(number) for number, _ in campaign.stored_rows()}


def test_each_person_gets_the_text_of_their_language_with_its_blanks_filled(institution):
    campaign = prepared(institution)
    assert campaign.text == "Bonjour [nom], le cours de Histoire est en B12."
    assert texts(campaign) == {
        "Anna": "Hello Anna, the class of Histoire is in room B12. Reply to us.",
        "John": "Hello John, the class of Histoire is in room B12. Reply to us.",
        "Zoé": "Bonjour Zoé, le cours de Histoire est en B12.",
    }
    sent = claims.messages_of(campaign, (1, 2, 3))
    assert [one.text for one in sent] == [*texts(campaign).values()]


def test_the_check_tells_the_share_of_each_language(institution):
    long = ENGLISH + "x" * 160
    campaign = prepared(institution, others=(OTHER._replace(composed=long),))
    check = checks.check_of(campaign)
    assert check.languages == (
        LanguageShare("fr", 1, 1, check.cost // 5, 3),
        LanguageShare("en", 2, 4, check.cost * 4 // 5, 2),
    )
    assert sum(one.recipients for one in check.languages) == check.recipients == 3
    assert sum(one.segments for one in check.languages) == check.segments == 5


def test_one_text_has_no_share_and_no_note(institution):
    campaign = prepared(institution, others=())
    assert (checks.check_of(campaign).languages, campaign.row_notes) == ((), None)
    assert campaign.worded.composed == FRENCH


def test_a_row_that_is_sent_again_keeps_its_text(institution):
    campaign = prepared(institution)
    campaign.freeze([(4, campaign.row(1))], [(4, campaign.values(1))])
    campaign.repeat([(4, 1)])
    assert claims.renderer(campaign)(4) == texts(campaign)["Anna"]
    assert campaign.text_place(3) == campaign.text_place(9) == 0


def test_the_other_text_counts_for_those_whose_number_is_known_unless_it_must_not_be(institution):
    audience = (("number", mobile(1)), ("number", mobile(9)))
    fields = {"audience": audience, "text": "Bonjour", "others": (OtherText("en", "", "Hello"),)}
    assert [*texts(prepared(institution, **fields)).values()] == ["Hello", "Bonjour"]
    institution["roles"].add("blind", Role("Blind", ["campaign:compose"]))
    institution.grants.give("person:zoe", "blind")
    assert {*texts(prepared(institution, "zoe", **fields)).values()} == {"Bonjour"}


def test_a_blank_that_nothing_fills_is_told_by_its_name(institution):
    assert write(institution, fills=FILLS[:1], others=()) == (
        Problem("blanks", "missing", ("salle",)),
    )
    told = write(institution, others=(OTHER._replace(fills=()),))
    assert told == (Problem("blanks", "missing", ("room",)),)


def test_numbers_have_no_values_so_their_fields_are_blanks(institution):
    numbers = {"audience": (), "numbers": MOBILE, "others": ()}
    assert write(institution, text="Bonjour [nom]", **numbers) == (
        Problem("blanks", "missing", ("nom",)),
    )
    campaign = write(institution, text="Bonjour [nom]", fills=(("nom", "à tous"),), **numbers)
    assert campaign.text == "Bonjour à tous"


def test_each_text_is_judged_by_its_own_length(institution):
    long = OTHER._replace(composed="x" * 4_001, fills=())
    assert write(institution, others=(long,))[0] == Problem("other_text", "too_long", 4_000)
    many = OTHER._replace(composed="x" * 1_300)
    assert write(institution, others=(many,)) == (Problem("other_text", "many_segments", (9, 8)),)


def test_a_text_that_says_nothing_to_anybody_is_empty(institution):
    assert write(institution, text="[salle|]", fills=(), others=()) == (Problem("text", "empty"),)


def test_whoever_gets_an_empty_text_is_set_aside_and_the_others_leave(institution):
    institution["people"]["anna"].email = "anna@paris1.fr"
    campaign = prepared(institution, text=" [courriel|] ", fills=(), others=())
    check = checks.check_of(campaign)
    assert check.set_aside == {causes.EMPTY_TEXT: 2}
    assert (check.recipients, campaign.row(1).state) == (1, states.QUEUED)


def test_a_campaign_changed_again_has_its_text_and_values_as_they_were(institution):
    campaign = prepared(institution)
    assert (campaign.written, campaign.worded.fills) == (
        FRENCH,
        (("matière", "Histoire"), ("salle", "B12")),
    )
    actor = rights.person(institution, "lib")
    drafts.write(actor, wanted(text="Bonjour", others=()), now=NOW, campaign=campaign)
    assert (campaign.wording, campaign.texts) == ((), ("Bonjour",))


def test_texts_of_both_languages_are_found_and_all_of_them_are_erased(institution):
    campaign = prepared(institution)
    assert " class" in campaign.listed.words
    assert " histoire" in campaign.listed.words
    campaign.erase(NOW)
    assert campaign.wording == ()
    assert campaign.listed.words == " cours"


def test_a_title_that_repeats_the_other_text_goes_with_age(institution):
    campaign = prepared(institution)
    campaign.title = "the class of Histoire"
    assert titles.tells(campaign)


def test_a_dossier_has_both_texts_that_somebody_wrote(institution):
    campaign = prepared(institution)
    [told] = told_rows.written(institution, Subject("lib", "Lib", "", ()))
    assert told["text"].split("\n\n") == [*campaign.texts]


def test_notices_and_links_speak_the_language_of_the_text(institution):
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.title_en, institution.policies = "Library", (("theme", "opt_out"),)
    fields = {"purpose": ("theme", "bu"), "leaving_link": True}
    campaign = prepared(institution, **fields)
    told = texts(campaign)
    assert "\nBibliothèque, Paris1. Pour ne plus en" in told["Zoé"]
    assert "\nSTOP : https://" in told["Zoé"]
    assert "\nLibrary, Paris1. To receive no more" in told["John"]
    assert "\nSTOP: https://" in told["John"]
    assert checks.check_of(campaign).noticed[0] == 3
    for message in claims.messages_of(campaign, (1, 2, 3)):
        assert len(message.text) == len(told[campaign.values(int(message.reference[-1]))[0]])
    guards.release(rights.person(institution, "lib"), campaign, NOW + 1)
    for number in (1, 2, 3):
        campaign.write(number, campaign.row(number).moved(states.ACCEPTED, NOW))
    notices.note_reached(campaign)
    assert all(map(theme.has_met, ("john", "zoe", "anna")))


def test_notices_of_themes_that_are_gone_are_noted_with_nobody(institution):
    institution["themes"].add("bu", Theme("Bibliothèque"))
    institution.policies = (("theme", "opt_out"),)
    campaign = prepared(institution, purpose=("theme", "bu"))
    institution["themes"].remove("bu")
    notices.note_reached(campaign)


def test_whoever_may_write_templates_only_fills_each_blank_within_bounds(institution):
    institution["templates"].add("cours", MessageTemplate("Cours", FRENCH))
    institution["templates"].add("class", MessageTemplate("Class", ENGLISH))
    institution["roles"].add("desk", Role("Desk", ["campaign:compose"], Limits(free_text=False)))
    institution.grants.give("person:zoe", "desk")
    campaign = prepared(institution, "zoe")
    assert campaign.state == states.CHECKED
    long = (("matiere", "x" * (BLANK + 1)), ("salle", "B12"))
    assert write(institution, "zoe", fills=long) == (Problem("blanks", "long", BLANK),)
    free = OTHER._replace(composed="Hello, " + ENGLISH)
    assert write(institution, "zoe", others=(free,)) == (Problem("other_text", "template_only"),)
    institution["templates"]["class"].archived = True
    with pytest.raises(BeyondLimit) as refused:
        guards.release(rights.person(institution, "zoe"), campaign, NOW + 1)
    assert refused.value.code == "text"


def test_a_long_value_in_the_other_text_is_set_aside_for_its_readers_only(institution):
    institution["people"]["anna"].email = "x" * (BLANK + 1)
    institution["templates"].add("cours", MessageTemplate("Cours", FRENCH))
    institution["templates"].add("class", MessageTemplate("Class", ENGLISH))
    institution["roles"].add("desk", Role("Desk", ["campaign:compose"], Limits(free_text=False)))
    institution.grants.give("person:zoe", "desk")
    check = checks.check_of(prepared(institution, "zoe"))
    assert (check.set_aside, check.long_values) == ({causes.LONG_VALUE: 1}, {"courriel": 1})


def test_who_may_not_see_numbers_is_told_shares_that_add_up(institution):
    consent.opt_out(rights.person(institution, "john"), "john", NOW)
    audience = tuple(("number", mobile(number)) for number in (1, 2, 3, 9))
    fields = {"text": "Bonjour", "others": (OtherText("en", "", "Hello"),)}
    check = discretion.check_of(prepared(institution, audience=audience, **fields))
    assert check.recipients == 4
    assert [(one.recipients, one.segments) for one in check.languages] == [(2, 2), (2, 2)]
    assert sum(one.cost for one in check.languages) == check.cost


def test_a_file_fills_dates_in_each_language_and_tells_what_it_lacks(institution):
    content = "Nom;Mobile;Date retour\n" + "".join(
        f"{name};{mobile(number)};{day}\n"
        for number, (name, day) in enumerate([("John", "03/12/2026"), ("Zoé", "")], 1)
    )
    name = intake.receive(someone(institution), "a.csv", content.encode(), NOW).__name__
    intake.read(institution["imports"][name])
    text, other = "Rendez-le le [date retour|plus tôt possible]", "Bring it back on [date retour|]."
    fields = {"text": text, "others": (OtherText("en", "", other),), "fills": ()}
    campaign = prepared(institution, audience=(("import", name),), **fields)
    assert texts(campaign) == {
        "John": "Bring it back on 3 December 2026.",
        "Zoé": "Rendez-le le plus tôt possible",
    }


def test_texts_and_values_are_rewritten_together():
    plain = rewritten(wanted(), str.upper)
    [other] = plain.wording.texts
    assert (plain.text, other.written) == (FRENCH.upper(), ENGLISH.upper())
    assert plain.wording.fills == (("matiere", "HISTOIRE"), ("salle", "B12"))
    assert other.fills == (("room", "ROOM B12"),)


def test_strays_of_each_text_are_told(institution):
    others = (OtherText("en", "", "Hello {{nom}}"),)
    assert audience.strays_of(prepared(institution, others=others)) == ("{{nom}}",)


def test_of_somebody_who_is_erased_no_language_is_known(institution):
    campaign = prepared(institution)
    campaign.row_notes.forget([1, 3])
    assert [campaign.text_place(number) for number in (1, 2, 3)] == [0, 1, 0]
    only_names = prepared(institution, others=(), leaving_link=True)
    only_names.row_notes.forget([1])
    assert only_names.uid(1) == ""
