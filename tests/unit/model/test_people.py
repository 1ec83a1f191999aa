"""People, found by uid and by number."""

import pytest
from factories import MOBILE, NOW, make_institution, make_person, mobile, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model import named as named_entries
from unisms.model.folder import NameTaken
from unisms.model.people import People, Subscriber
from unisms.sms.template import fold


@pytest.fixture
def people(root):
    institution = make_institution(root)
    make_person(institution, "a")
    make_person(institution, "b")
    make_person(institution, "c", msisdn="", email="c@univ.example")
    return institution["people"]


def test_everyone_with_a_number_is_found_by_it(people):
    assert reread(people).with_number(MOBILE) == ("a", "b")
    assert people.with_number(mobile(1)) == ()
    assert people.with_number("") == ()


def test_a_number_of_several_belongs_to_whoever_alone_has_proved_it(people):
    assert [people.alone_with(number) for number in (MOBILE, mobile(1), "")] == ["", "", ""]
    people.prove("b", NOW)
    assert people.alone_with(MOBILE) == "b"
    people.prove("a", NOW)
    assert people.alone_with(MOBILE) == ""
    people.renumber("a", mobile(1))
    assert people.alone_with(mobile(1)) == "a"


def test_a_person_is_remembered_whole(people):
    reread(people)
    assert (people["c"].name, people["c"].msisdn, people["c"].email) == (
        "Jeanne Dupont",
        "",
        "c@univ.example",
    )


def test_a_new_number_is_found_and_the_old_one_is_not(people):
    people.renumber("a", mobile(1))
    reread(people)
    assert people["a"].msisdn == mobile(1)
    assert people.with_number(mobile(1)) == ("a",)
    assert people.with_number(MOBILE) == ("b",)


def test_who_leaves_is_found_no_more(people):
    people.remove("a")
    people.remove("b")
    people.remove("c")
    assert reread(people).with_number(MOBILE) == ()
    assert list(people) == []


moves = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["", mobile(1), mobile(2), "gone"]))
)


@given(moves)
def test_after_any_history_numbers_and_people_agree(moves):
    people = People()
    for uid, msisdn in moves:
        if uid in people and msisdn == "gone":
            people.remove(uid)
        elif uid in people:
            people.renumber(uid, msisdn)
        elif msisdn != "gone":
            people.add(uid, Subscriber(uid, msisdn))
    for msisdn in (mobile(1), mobile(2)):
        assert sorted(people.with_number(msisdn)) == [
            uid for uid in people if people[uid].msisdn == msisdn
        ]


NAMES = {
    "zlefevre": "Zoé Lefèvre",
    "j.dupont": "Jeanne Dupont-Moretti",
    "12012345": "Zoé N’Diaye",
    "adupont": "Ana Dupont",
}


@pytest.fixture
def named():
    people = People()
    for number, (uid, name) in enumerate(NAMES.items()):
        people.add(uid, Subscriber(name, mobile(number)))
    return people


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("dupont", ["adupont", "j.dupont"]),
        ("DUPONT jea", ["j.dupont"]),
        ("moretti", ["j.dupont"]),
        ("lefevre", ["zlefevre"]),
        ("zoe", ["zlefevre", "12012345"]),
        ("zlef", ["zlefevre"]),
        ("j.dupont", ["j.dupont"]),
        ("n'diaye", ["12012345"]),
        ("1201", ["12012345"]),
        ("upont", []),
        ("zoé dupont", []),
        ("", []),
        ("?", []),
    ],
)
def test_people_are_found_by_the_beginning_of_each_word_of_their_name_or_uid(named, text, uids):
    assert named.search(text) == uids


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("06 39 98 00 01", ["j.dupont"]),
        ("+33 (0)6", []),
        ("+33639980001", ["j.dupont"]),
        ("0033 6.39.98.00.01", ["j.dupont"]),
        ("06399", list(NAMES)),
        ("0639", []),
        ("639", []),
        ("0639 98 00 01 bis", []),
    ],
)
def test_people_are_found_by_the_beginning_of_their_number(named, text, uids):
    assert named.search(text) == uids


def test_a_foreign_number_is_found_by_its_country(named):
    named.add("bob", Subscriber("Bob", "+447911123456"))
    assert named.search("+44 7911") == named.search("0044 7911 123456") == ["bob"]


def test_no_more_are_found_than_asked_for(named):
    assert named.search("06399", most=3) == list(NAMES)[:3]
    assert named.search("dupont", most=1) == ["adupont"]


def test_a_new_name_is_found_and_the_old_one_is_not(named):
    named.rename("j.dupont", "Jeanne Rousseau")
    assert named["j.dupont"].name == "Jeanne Rousseau"
    assert named.search("moretti") == []
    assert named.search("rousseau") == named.search("jeanne") == ["j.dupont"]
    assert "j.dupont" in named.search("dupont")  # the uid stays


renames = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["Zoé Roux", "Léo Roux", "Zoé", "", "gone"]))
)


@given(renames)
def test_after_any_history_names_and_people_agree(moves):
    people = People()
    for uid, name in moves:
        if uid in people and name == "gone":
            people.remove(uid)
        elif uid in people:
            people.rename(uid, name)
        elif name != "gone":
            people.add(uid, Subscriber(name))
    indexed = set(people._words)
    for word in ("zoe", "leo", "roux"):
        assert people.search(word) == [
            uid for uid in people.by_name() if word in fold(people[uid].name)
        ]
    assert list(people.by_name()) == sorted(people, key=lambda uid: (fold(people[uid].name), uid))
    people.index_names()
    assert set(people._words) == indexed


def of_names(*names):
    """People called so, whose uids are in the opposite order."""
    people = People()
    for number, name in enumerate(names):
        people.add(f"u{99 - number}", Subscriber(name))
    return people


def names_of(people, uids):
    return [people[uid].name for uid in uids]


FRENCH = ("Anne Durand", "Anne-Laure Bès", "Élodie Roux", "Emma", "œdipe Roi", "Olga", "🎓")


@pytest.mark.parametrize("rest", [(), ("Zoé", *("Yves",) * 60)])  # then few are sought among many
@pytest.mark.parametrize("after", [None, *FRENCH])
def test_people_come_in_the_french_order_of_names_from_anybody_on(rest, after):
    people = of_names(*reversed(FRENCH), *rest)
    uids = {people[uid].name: uid for uid in people}
    among = {uid for name, uid in uids.items() if name in FRENCH}
    rest_of = list(FRENCH[FRENCH.index(after) + 1 :] if after else FRENCH)
    assert names_of(people, people.by_name(among, uids.get(after, ""))) == rest_of
    everybody = names_of(people, people.by_name(after=uids.get(after, "")))
    assert [name for name in everybody if name in FRENCH] == rest_of


@pytest.mark.parametrize("rest", [(), ("Yves",) * 60])
def test_those_whom_nobody_is_called_any_more_come_last(rest):
    people = of_names("Zoé", "🎓", *rest)
    among = {"u99", "u98", "a-gone", "z-gone"}
    assert list(people.by_name(among)) == ["u99", "u98", "a-gone", "z-gone"]
    assert list(people.by_name(among, "a-gone")) == ["z-gone"]
    assert list(people.by_name(among, "never")) == list(people.by_name(among))


@pytest.mark.parametrize("begun", [("yves",), ("yves", "anne", "y"), ("oedipe",), ("nobody",)])
@pytest.mark.parametrize("after", ["", "Emma", "œdipe Roi", "🎓"])
def test_the_words_by_which_people_were_found_change_nothing_in_their_order(begun, after):
    people = of_names(*FRENCH, *("Yves",) * 60, *("Bob",) * 60)
    uids = {people[uid].name: uid for uid in people}
    among = {uid for uid in people if people[uid].name != "Bob"} | {"a-gone"}
    plainly = list(people.by_name(among, uids.get(after, "")))
    assert list(people.by_name(among, uids.get(after, ""), begun)) == plainly


def test_for_a_first_name_at_the_end_not_everybody_is_looked_at(monkeypatch):
    people, looked_at = of_names(*("Anne",) * 500, *("Zoé",) * 60, "Bob Zoé"), []
    uid_of = named_entries.uid_of
    monkeypatch.setattr(named_entries, "uid_of", lambda key: looked_at.append(key) or uid_of(key))
    assert names_of(people, people.search("zoe"))[:2] == ["Bob Zoé", "Zoé"]
    assert len(looked_at) < 200


@pytest.mark.parametrize(
    ("name", "uids"),
    [
        ("jeanne  DUPONT moretti", ("j.dupont",)),
        ("Dupont-Moretti Jeanne", ("j.dupont",)),
        ("Dupont Jeanne", ()),
        ("Dup Ana", ()),
        ("zoe", ("solo",)),
        ("zo", ()),
        ("", ()),
        ("Dupont Ana", ("ana2", "adupont")),
    ],
)
def test_people_are_found_by_their_whole_name(named, name, uids):
    named.add("solo", Subscriber("Zoé"))
    named.add("ana2", Subscriber("DUPONT Ana"))
    assert sorted(named.called(name)) == sorted(uids)


def test_people_are_found_by_their_address_while_it_is_theirs(named):
    named.add("bob", Subscriber("Bob", email="Bob@univ.example"))
    named.add("rob", Subscriber("Rob", email="bob@univ.example"))
    assert named.with_email("BOB@univ.example") == ("bob", "rob")
    named.readdress("bob", "b@univ.example")
    named.remove("rob")
    assert named.with_email("bob@univ.example") == named.with_email("") == ()
    assert named.with_email("b@univ.example") == ("bob",)
    named.readdress("bob", "")
    assert not named._emails


def test_all_whom_a_search_may_find_are_told_at_once(named):
    assert named.matching("dupont") == {"adupont", "j.dupont"}
    assert named.matching("06399") == set(NAMES)
    assert named.matching("06399", by_number=False) == set()


def test_a_pause_ends_and_goes_with_the_person(people):
    assert not people.has_pauses()
    assert people.paused_until("a") == 0
    people.pauses("a", NOW)
    people.pauses("b", NOW + 1)
    people.pauses("b", 0)
    assert (people.paused_until("a"), people["a"].paused_until) == (NOW, NOW)
    assert (people.paused_until("b"), people["b"].paused_until) == (0, 0)
    people.remove("a")
    assert not people.has_pauses()


def test_what_is_known_of_a_number_goes_with_it(people):
    one = people["a"]
    one.proven_at, one.found_in, one.confidence = NOW, "mobile", "sure"
    people.renumber("a", MOBILE)
    assert one.proven_at == NOW
    people.renumber("a", mobile(1))
    assert (one.proven_at, one.found_in, one.confidence) == (0, "", "")


def test_somebody_who_never_answered_gets_another_uid(people):
    people.opts_out("b", NOW)
    people.move("a", "z", 5)
    assert reread(people).with_number(MOBILE) == ("b", "z")
    assert "a" not in people
    assert (people["z"].__name__, people.word("z")) == ("z", "")
    with pytest.raises(NameTaken):
        people.move("z", "b", 5)
    with pytest.raises(NameTaken):
        people.move("z", "settings", 5)
    people.move("c", "d", 5)
    assert people.with_email("c@univ.example") == ("d",)


def test_a_no_stays_with_the_person_and_the_number_under_another_uid(people):
    people.opts_out("a", NOW)
    people.move("a", "z", 5)
    assert people.refused_at(MOBILE) == NOW
    people.consents("z", NOW + 1, 0)
    assert people.refused_at(MOBILE) == 0


def test_a_number_is_proved_until_it_is_another_or_its_owner_is_gone(root):
    institution = make_institution(root)
    people = institution["people"]
    make_person(institution, "max", "Max", mobile(7))
    assert people.proven("max") == ""
    people.prove("max", NOW)
    assert (people.proven("max"), people["max"].proven_at) == (mobile(7), NOW)
    people.renumber("max", mobile(8))
    assert people.proven("max") == ""
    people.prove("max", NOW)
    people.move("max", "mpetit", NOW)
    assert (people.proven("max"), people.proven("mpetit")) == ("", mobile(8))
    people.remove("mpetit")
    assert people.proven("mpetit") == ""
