"""The institution's own people."""

import pytest
from BTrees.OOBTree import OOBTree
from factories import NOW, make_group, make_institution, make_person, mobile

from unisms.model.campaigns import Campaign
from unisms.model.directories import DirectoryConnection
from unisms.model.imports import Import
from unisms.model.people import Subscriber
from unisms.model.proposals import Proposal
from unisms.model.roles import GROUP, PERSON, Limits, Role
from unisms.model.themes import Member, Theme
from unisms.ports import Person
from unisms.services.brokers import proposals
from unisms.services.directory import arrivals
from unisms.services.door import passwords, throttle
from unisms.services.people import enrolment
from unisms.services.rights import rights


@pytest.fixture
def institution(root, monkeypatch):
    monkeypatch.setattr(passwords, "hash_password", lambda password: f"hash of {len(password)}")
    institution = make_institution(root)
    for uid, name, number in (
        ("chef", "Anne Chef", 1),
        ("bob", "Bob Martin", 2),
        ("21904567", "Zoé Petit", 3),
    ):
        make_person(institution, uid, name, mobile(number))
    institution.grants.give(f"{PERSON}chef", "administrator")
    return institution


def held(institution, uid):
    return rights.person(institution, uid)


@pytest.mark.parametrize(
    ("text", "numbers_seen", "numbers_hidden"),
    [
        ("marti", ["bob"], ["bob"]),
        ("21904", ["21904567"], ["21904567"]),
        ("06 39 98", ["chef", "bob", "21904567"], []),
        ("06 39 98 00 02", ["bob"], []),
        ("+33639980002", ["bob"], []),
        ("0639980099", [], []),
        ("", [], []),
    ],
)
def test_who_may_not_see_numbers_finds_nobody_by_a_part_of_one(
    institution, text, numbers_seen, numbers_hidden
):
    assert enrolment.search(institution, text, by_number=True) == numbers_seen
    assert enrolment.search(institution, text, by_number=False) == numbers_hidden


def test_a_password_is_typed_or_drawn(institution):
    by = held(institution, "chef")
    assert enrolment.give_password(by, "bob", NOW, "quatre chevaux") == "quatre chevaux"
    drawn = enrolment.give_password(by, "bob", NOW)
    assert len(drawn) == 14
    assert institution.passwords["bob"] == "hash of 14"
    assert dict(institution.signed_out) == {"bob": NOW + 1}  # the second one ends more sessions


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaaaaaa", "abcdabcdabcdabcd", "le mot de BOB!!", "motdepasse2026"]
)
def test_a_password_that_could_be_guessed_is_refused(institution, password):
    with pytest.raises(enrolment.TooWeak):
        enrolment.give_password(held(institution, "chef"), "bob", NOW, password)
    assert "bob" not in institution.passwords


def test_a_second_factor_is_taken_from_whom_one_could_replace(institution):
    institution.second_factors = {"bob": (), "chef": ()}
    enrolment.take_second_factor(held(institution, "chef"), "bob", NOW)
    with pytest.raises(enrolment.NotYours):
        enrolment.take_second_factor(held(institution, "bob"), "chef", NOW)
    assert institution.second_factors == {"chef": ()}
    assert dict(institution.signed_out) == {"bob": NOW}


def test_a_short_password_is_too_weak(institution, monkeypatch):
    monkeypatch.undo()
    with pytest.raises(enrolment.TooWeak):
        enrolment.give_password(held(institution, "chef"), "bob", NOW, "onze signes")


def test_nobody_gets_in_as_somebody_who_may_do_more(institution):
    institution["roles"].add("register", Role("Register", ["person:manage", "institution:view"]))
    institution.grants.give(f"{PERSON}bob", "register")
    with pytest.raises(enrolment.NotYours):
        enrolment.give_password(held(institution, "bob"), "chef", NOW, "quatre chevaux")
    with pytest.raises(enrolment.NotYours):
        enrolment.remove(held(institution, "bob"), "chef", NOW)
    assert "chef" in institution["people"]
    enrolment.give_password(held(institution, "bob"), "21904567", NOW)


def test_who_leaves_takes_roles_places_password_and_sessions_along(institution):
    group = make_group(institution, "l2")
    group.uids.add("bob")
    institution.grants.give(f"{PERSON}bob", "sender", "groups/l2")
    enrolment.give_password(held(institution, "chef"), "bob", NOW)
    before = enrolment.remove(held(institution, "chef"), "bob", NOW)
    assert before == [rights.Grant("person:bob", "groups/l2", "sender")]
    assert "bob" not in institution["people"]
    assert "bob" not in institution.passwords
    assert institution.signed_out["bob"] >= NOW
    assert list(group.uids) == ["l2-0", "l2-1", "l2-2"]
    assert institution.grants.of("person:bob") == []
    assert institution["people"].with_number(mobile(2)) == ("l2-2",)


def test_who_is_added_is_in_no_group_that_a_former_one_was_left_in(institution):
    groups = [make_group(institution, name, 0) for name in ("l2", "l3")]
    groups[0].uids.update(["zoe", "bob"])
    added = enrolment.add(held(institution, "chef"), "zoe", Subscriber("Zoé"), NOW)
    assert institution["people"]["zoe"] is added
    assert [[*group.uids] for group in groups] == [["bob"], []]


def test_one_who_leaves_is_a_member_of_no_theme_and_a_namesake_is_none_either(institution):
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    for uid in ("bob", "zoe"):
        theme.join(uid, Member(NOW), "2027-01-15")
    enrolment.remove(held(institution, "chef"), "bob", NOW)
    enrolment.add(held(institution, "chef"), "zoe", Subscriber("Zoé"), NOW)
    assert (len(theme), [*theme.days()]) == (0, [("2027-01-15", (2, 2))])


def test_who_is_added_gets_no_settings_that_a_former_one_was_about_to_save(institution):
    for uid in ("zoe", "bob"):
        proposals.start(institution, Proposal("/brokers", uid, NOW, None))
    enrolment.add(held(institution, "chef"), "zoe", Subscriber("Zoé"), NOW)
    assert [one.by for one in institution.proposals.values()] == ["bob"]


def test_the_sessions_of_who_may_do_more_are_not_ended(institution):
    with pytest.raises(enrolment.NotYours):
        enrolment.end_sessions(held(institution, "bob"), "chef", NOW)
    assert "chef" not in institution.signed_out
    for uid in ("chef", "bob"):
        enrolment.end_sessions(held(institution, "chef"), uid, NOW)
    assert set(institution.signed_out) == {"chef", "bob"}


def test_nothing_that_hung_on_a_name_is_there_for_the_next_one(institution):
    institution.second_factors, institution.proposals = OOBTree(), OOBTree()
    institution.spent = OOBTree({"20270115 bob": 5, "20270115 chef": 7, "20270115 bobby": 9})
    for uid in ("bob", "chef"):
        institution.second_factors[uid] = ()
        proposals.start(institution, Proposal("/brokers", uid, NOW, None))
        throttle.know(institution, uid, "192.0.2.1", NOW)
        doors = throttle.doors(institution, uid, "192.0.2.2", NOW)
        throttle.record_failure(institution, doors, NOW)
    before = len(institution.sign_in_failures)
    enrolment.remove(held(institution, "chef"), "bob", NOW)
    make_person(institution, "bob", "Bob Namesake")
    assert list(institution.second_factors) == list(institution.known_addresses) == ["chef"]
    assert list(institution.spent) == ["20270115 bobby", "20270115 chef"]
    assert [one.by for one in institution.proposals.values()] == ["chef"]
    assert len(institution.sign_in_failures) == before - 2  # the pair and the person


def test_the_files_of_who_leaves_are_erased_and_nobody_elses(institution):
    for name, author in (
        ("20270115-aaaa", "bob"),
        ("20270115-bbbb", "chef"),
        ("20270116-cccc", "bob"),
    ):
        institution["imports"].add(name, Import("a.csv", b"a,b", author, NOW))
    enrolment.remove(held(institution, "chef"), "bob", NOW)
    assert list(institution["imports"]) == ["20270115-bbbb"]
    assert not enrolment.is_author(institution, "bob")
    assert enrolment.is_author(institution, "chef")


def test_who_has_written_a_message_is_an_author_also_once_taken_out(institution):
    institution["campaigns"].add("20270115-aaaa", Campaign("bob", NOW))
    enrolment.remove(held(institution, "chef"), "bob", NOW)
    assert [enrolment.is_author(institution, uid) for uid in ("bob", "bo", "", "chef")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_last_administrator_stays(institution):
    with pytest.raises(enrolment.LastAdministrator):
        enrolment.remove(held(institution, "chef"), "chef", NOW)
    make_group(institution, "chiefs", people=1)
    institution.grants.give(f"{GROUP}chiefs", "administrator")
    enrolment.remove(held(institution, "chef"), "chef", NOW)
    assert list(rights.administrators(institution)) == ["chiefs-0"]


@pytest.fixture
def register(institution):
    """Return the register of somebody who manages people and does no more."""
    institution["roles"].add("register", Role("Register", ["person:manage", "institution:view"]))
    institution.grants.give(f"{PERSON}bob", "register")
    return held(institution, "bob")


OTHER = {"name": "Anne Autre", "msisdn": mobile(9), "email": "anne@autre.example"}


def known_by(institution, uid):
    person = institution["people"][uid]
    return {name: getattr(person, name) for name in enrolment.IDENTITY}


@pytest.mark.parametrize("name", enrolment.IDENTITY)
def test_nobody_changes_by_what_somebody_who_may_do_more_is_known(institution, register, name):
    before = known_by(institution, "chef")
    with pytest.raises(enrolment.NotYours):
        enrolment.identify(register, "chef", **{name: OTHER[name]})
    assert known_by(institution, "chef") == before
    assert not enrolment.may_identify(register, "chef")
    assert enrolment.may_identify(register, "21904567")


@pytest.mark.parametrize("way", ["role", "place", "group", "group of a group"])
def test_however_they_have_it(institution, register, way):
    office, inner = (make_group(institution, name, 0) for name in ("office", "inner"))
    (office if way == "group" else inner).uids.add("21904567")
    office.groups = ("inner",) if way == "group of a group" else ()
    holder = f"{PERSON}21904567" if way in ("role", "place") else f"{GROUP}office"
    institution.grants.give(holder, "sender", "groups/inner" if way == "place" else "")
    with pytest.raises(enrolment.NotYours):
        enrolment.identify(register, "21904567", msisdn=mobile(9))


def test_what_is_told_is_changed_and_the_rest_stays(institution, register):
    before = known_by(institution, "21904567")
    enrolment.identify(register, "21904567")
    assert known_by(institution, "21904567") == before
    enrolment.identify(register, "21904567", msisdn="", email="")
    assert known_by(institution, "21904567") == before | {"msisdn": "", "email": ""}
    enrolment.identify(register, "21904567", **OTHER)
    assert known_by(institution, "21904567") == OTHER
    assert enrolment.search(institution, "autre", by_number=False) == ["21904567"]
    assert institution["people"].with_number(mobile(9)) == ("21904567",)


@pytest.mark.parametrize("scope", ["", "groups/l2", "accounts/scd"])
def test_everybody_may_change_by_what_they_are_known_themselves(institution, scope):
    institution["roles"].add(
        "narrow", Role("Narrow", ["campaign:compose"], Limits(accounts=("scd",), hours=(480, 720)))
    )
    institution.grants.give(f"{PERSON}bob", "narrow", scope)
    enrolment.identify(held(institution, "bob"), "bob", name="Bob M.")
    assert institution["people"]["bob"].name == "Bob M."


def test_nobody_gives_a_number_to_who_signs_in_without_a_record_and_may_do_more(
    institution, register
):
    institution.passwords["dsi"] = "hash"
    institution.grants.give(f"{PERSON}dsi", "administrator")
    with pytest.raises(enrolment.NotYours):
        enrolment.add(register, "dsi", Subscriber("DSI", mobile(9)), NOW)
    assert "dsi" not in institution["people"]


@pytest.fixture
def directories(institution):
    """Let two directories let people in, of three."""
    for name in ("ldap", "alumni", "closed"):
        one = institution["directories"].add(name, DirectoryConnection(name.title(), "fake"))
        one.signs_in = name != "closed"
    institution.grants.give(f"{PERSON}bob", "sender")


@pytest.mark.usefixtures("directories")
def test_who_has_roles_comes_in_by_the_directory_that_was_chosen_for_them_alone(institution):
    bob = Person("bob", "Bob Martin")

    def comes(directory):
        return arrivals.may_come(institution, bob, directory)

    assert not comes("ldap")
    enrolment.choose_directory(held(institution, "chef"), "bob", "ldap", NOW)
    assert (comes("ldap"), comes("alumni")) == (True, False)
    assert institution.signed_out["bob"] >= NOW
    enrolment.choose_directory(held(institution, "chef"), "bob", "", NOW)
    assert not comes("ldap")
    entry = next(iter(institution.audit.latest(0)))
    assert (entry.verb, entry.path) == ("person.directory_chosen", "/people/bob")


@pytest.mark.usefixtures("directories")
def test_nobody_chooses_a_directory_for_whoever_may_do_more_nor_one_that_lets_nobody_in(
    institution,
):
    with pytest.raises(enrolment.NotYours):
        enrolment.choose_directory(held(institution, "bob"), "chef", "ldap", NOW)
    for name in ("closed", "gone"):
        with pytest.raises(KeyError):
            enrolment.choose_directory(held(institution, "chef"), "bob", name, NOW)
    assert institution["people"]["bob"].came_from == ""
