"""Queries of a directory as audience: asked for with no transaction open, never by half."""

import pytest
from factories import NOW, make_draft, make_house, mobile

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.kinds import AudienceKind, kinds_behind
from unisms.ports import AudienceAway, AudienceGone, DirectoryError, Person
from unisms.services.audience.kinds.directories import DIRECTORY, DirectoryKind
from unisms.services.audience.questions import Answer
from unisms.services.campaigns import checks, drafts
from unisms.services.delivery.claims import renderer
from unisms.sms.notations import ISO
from unisms.testing.directories import FakeDirectory

TUTORS, ALL = "ldap/tutors", "ldap/all"


@pytest.fixture
def directory():
    directory = FakeDirectory()
    directory.has("zoe", "Zoé Lefèvre", mobile(1), attributes={"site": "Nord"})
    directory.has("max", "Max Petit", mobile(2))
    directory.has_group("tutors", "Tuteurs", "zoe")
    return directory


@pytest.fixture
def kind(directory):
    return DirectoryKind({(DIRECTORY, "fake"): lambda settings: directory})


@pytest.fixture
def institution(root):
    institution = make_house(root)
    connection = DirectoryConnection("Annuaire", "fake", {"columns": "site givenName"})
    institution["directories"].add("ldap", connection)
    connection.add("tutors", DirectoryQuery("Tuteurs d'été", group="tutors"))
    connection.add("all", DirectoryQuery("Tout le monde", "*"))
    return institution


def told(kind, institution, name):
    return [*kind.ask(kind.question(institution, name))]


def test_people_of_a_group_and_of_a_filter_are_told(kind, institution):
    assert [one.uid for one in told(kind, institution, TUTORS)] == ["zoe"]
    assert [one.uid for one in told(kind, institution, ALL)] == ["zoe", "max"]
    assert isinstance(told(kind, institution, TUTORS)[0], Person)


def test_a_question_is_plain_and_another_one_when_something_has_changed(kind, institution):
    question = kind.question(institution, TUTORS)
    assert hash(question) == hash(kind.question(institution, TUTORS))
    institution["directories"]["ldap"].settings["server"] = "b"
    assert kind.question(institution, TUTORS) != question


def test_what_is_gone_is_told(kind, institution, directory):
    question = kind.question(institution, TUTORS)
    directory.grouped.clear()
    with pytest.raises(AudienceGone):
        [*kind.ask(question)]
    institution["directories"]["ldap"].remove("tutors")
    for call in (kind.question, kind.columns):
        with pytest.raises(AudienceGone):
            call(institution, TUTORS)
    assert not kind.exists(institution, TUTORS)
    assert kind.title(institution, TUTORS) == ""


def test_a_directory_that_stops_in_the_middle_is_away_with_the_reason(kind, institution, directory):
    directory.cut_after = 1
    with pytest.raises(AudienceAway) as raised:
        told(kind, institution, ALL)
    assert raised.value.code == "directory:cut"
    directory.fails(DirectoryError.CERTIFICATE)
    with pytest.raises(AudienceAway) as raised:
        told(kind, institution, TUTORS)
    assert raised.value.code == "directory:certificate"


def test_an_adapter_that_is_switched_off_is_away(institution):
    with pytest.raises(AudienceAway) as raised:
        told(DirectoryKind({}), institution, TUTORS)
    assert raised.value.code == "directory:fault"


def test_texts_may_have_what_the_settings_name(kind, institution):
    columns = ("nom", "identifiant", "courriel", "site", "givenName")
    assert kind.columns(institution, TUTORS) == columns


def test_queries_are_offered_and_found_by_their_titles(kind, institution):
    institution["directories"]["ldap"]["all"].counted = (NOW, 40, 2)
    offered = [(one.name, one.title, one.count) for one in kind.choices(institution, (), "zoe")]
    assert offered == [(ALL, "Tout le monde", 40), (TUTORS, "Tuteurs d'été", None)]
    is_called = kind.finder(institution)
    assert is_called(TUTORS, "ete")
    assert not is_called(ALL, "ete")


def test_a_glimpse_takes_the_last_counts(kind, institution):
    assert kind.glimpse(institution, [TUTORS], ()) is None
    for name, people in (("all", 40), ("tutors", 2)):
        institution["directories"]["ldap"][name].counted = (NOW, people, 0)
    glimpse = kind.glimpse(institution, [TUTORS, ALL], ())
    assert (glimpse.people, glimpse.exact) == (42, False)


def test_dates_of_the_directory_are_written_in_the_readers_language(kind, institution):
    kinds = kind.column_kinds(institution, TUTORS, ("nom", "site"), None)
    assert kinds == ("", ISO)
    assert AudienceKind.column_kinds(kind, institution, TUTORS, ("site",), None) == ()


def test_a_check_writes_them_so(kind, institution, directory, root):
    directory.has("zoe", "Zoé Lefèvre", mobile(1), attributes={"site": "2026-12-03"})
    kinds_behind(institution)[DIRECTORY] = kind
    text = "Fin le [site]"
    campaign = make_draft(institution, audience=((DIRECTORY, TUTORS),), text=text)
    drafts.submit(campaign)
    [question] = checks.prepare(root, campaign.path, NOW)
    people = tuple(kind.ask(question.about))
    checks.prepare(root, campaign.path, NOW, {question: Answer(people)})
    assert renderer(campaign)(1) == "Fin le 3 décembre 2026"
