"""``unisms send --to kind:name``: every kind of audience that a text can name."""

import pytest

import unisms
from unisms.model.acl import Permission
from unisms.model.roles import Role
from unisms.ports import AudienceAway, Person
from unisms.testing.audiences import LIST, FakeLists

COURSE = ("send", "--institution", "paris1", "--account", "scolarite", "--text", "Cours déplacé")
SENDER, ADMINISTRATOR = ("--as", "zlefevre"), ("--as", "admin")


@pytest.fixture
def lists(demo, monkeypatch):
    """The lists of an add-on that is switched on: two people are in ``readers``."""
    kind, known = FakeLists(), unisms.addon_modules
    kind.has("readers", Person("a", "A", ("+33639980001",)), Person("b", "B", ("+33639980002",)))

    def add_on(config):
        config.add_audience_kind(LIST, kind)

    monkeypatch.setattr(unisms, "addon_modules", lambda settings: [*known(settings), add_on])
    return kind


@pytest.mark.parametrize(
    ("to", "recipients"),
    [
        ("number:0639980001 0639980002", 2),
        ("group:l2-histoire", 30),
        ("person:zlefevre", 1),
        ("zlefevre", 1),
    ],
)
def test_each_of_our_kinds_reads_its_own_names(demo, to, recipients):
    check = demo.json(*COURSE, *ADMINISTRATOR, "--to", to, "--dry-run")["check"]
    assert check["recipients"] + sum(check["set_aside"].values()) >= recipients


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("import:20270112-x3hc", "give it with --file"),
        ("number:bonjour", "Nobody would receive it: 1 unreadable"),
        ("person:lune", "There is no person lune at paris1"),
        (
            "list:readers",
            "nor one of directory:NAME, group:NAME, number:NAME, received:NAME, ",
        ),
    ],
)
def test_what_cannot_be_named_is_refused_in_a_sentence(demo, to, says):
    assert says in demo.run(*COURSE, *ADMINISTRATOR, "--to", to, code=3).stderr
    assert demo.json("campaign", "list") == []


@pytest.mark.parametrize("to", ["person:admin", "person:lune", "admin"])
def test_whoever_may_not_look_people_up_names_none(demo, to):
    def take_it_away(root):
        institution = root["institutions"]["paris1"]
        institution.grants.withdraw("person:zlefevre", "sender")
        institution["roles"].add("shy", Role("Shy", (Permission.CAMPAIGN_COMPOSE,)))
        institution.grants.give("person:zlefevre", "shy")

    demo.look(take_it_away)
    told = demo.run(*COURSE, *SENDER, "--to", to, "--dry-run", code=3).stderr
    assert "no role gives person:view" in told


@pytest.mark.parametrize("more", [("--dry-run",), ()])
def test_a_kind_of_an_add_on_is_asked_for_its_people(demo, lists, more):
    check = demo.json(*COURSE, *SENDER, "--to", "list:readers", *more)["check"]
    assert check["recipients"] == 2
    assert lists.asked == ["readers"]
    assert len(demo.json("campaign", "list")) == (0 if more else 1)


def test_a_list_that_there_is_not_is_refused(demo, lists):
    told = demo.run(*COURSE, *SENDER, "--to", "list:lune", code=3).stderr
    assert "There is no list lune at paris1" in told


def test_an_outsider_that_does_not_answer_keeps_the_message_from_leaving(demo, lists):
    lists.trouble = AudienceAway()
    told = demo.run(*COURSE, *SENDER, "--to", "list:readers", code=3).stderr
    assert "does not answer at the moment" in told
    assert "Nothing was sent." in told
    assert demo.json("campaign", "list") == []


def test_an_audience_that_changes_while_it_is_asked_for_is_not_sent_to(demo, lists, monkeypatch):
    questions = iter(range(9))
    monkeypatch.setattr(lists, "question", lambda institution, name: (name, next(questions)))
    monkeypatch.setattr(lists, "ask", lambda question: ())
    told = demo.run(*COURSE, *SENDER, "--to", "list:readers", code=3).stderr
    assert "changed while it was asked for" in told
    assert demo.json("campaign", "list") == []


def test_a_kind_asks_for_its_permission(demo, lists):
    lists.permission = Permission.INSTITUTION_MANAGE
    told = demo.run(*COURSE, *SENDER, "--to", "list:readers", code=3).stderr
    assert "no role gives institution:manage" in told
    assert lists.asked == []
