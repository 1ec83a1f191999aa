"""Themes: who joins, who asks, who leaves; each with a proof and a line in the journal."""

import pytest
from factories import MOBILE, NOW, make_group, make_house, make_person, mobile, reread

from unisms.model.proofs import CONSENT, DESK, FILE, NO, PAGE, REPLY, TASK, YES, Proof
from unisms.model.themes import APPROVAL, GROUP, Member, Theme
from unisms.services.ground.actor import service
from unisms.services.people import consent, themes
from unisms.sms.purposes import PARTNER, THEME
from unisms.testing.factories import someone

CRITERIA = (("Campus", ("Nord", "Sud")), ("Niveau", ("L1", "L2", "L3")))
DAY = 86400


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    return institution


@pytest.fixture
def theme(institution):
    theme = institution["themes"].add("sport", Theme("Sport", "zlefevre", NOW))
    theme.criteria = CRITERIA
    return theme


@pytest.fixture
def me(institution):
    return someone(institution, "jdupont")


@pytest.fixture
def staff(institution):
    return someone(institution, "lib")


def proofs(institution, uid="jdupont"):
    return reread(institution)["people"].proofs(uid)


def journal(institution):
    institution.audit.seal()
    told = [(entry.at, entry.by, entry.verb) for entry in institution.audit.latest(0)]
    return [(by, verb) for _, by, verb in sorted(told) if verb.startswith("theme")]


def test_a_person_joins_by_themselves_with_the_wording_that_they_read(institution, theme, me):
    owner = someone(institution, "zlefevre")
    themes.publish(owner, theme, "Deux messages par mois.", "Two messages a month.", NOW)
    assert theme.worded("en") == "Two messages a month."
    assert themes.join(me, theme, "jdupont", NOW, version=1, choices=[("Campus", ("Nord",))])
    assert theme.member("jdupont") == Member(NOW, (("Campus", ("Nord",)),), 1, PAGE)
    assert proofs(institution) == [Proof(NOW, THEME, "sport", YES, 1, PAGE, CONSENT)]
    assert ("jdupont", "theme.joined") in journal(institution)
    with pytest.raises(consent.OtherConditions):
        themes.join(me, theme, "jdupont", NOW, version=0)


def test_a_choice_made_anew_keeps_since_when_they_are_a_member(theme, me):
    themes.join(me, theme, "jdupont", NOW)
    themes.join(me, theme, "jdupont", NOW + DAY, choices=[("Niveau", ("L1",))])
    assert theme.member("jdupont")[:2] == (NOW, (("Niveau", ("L1",)),))


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        ((), ()),
        ([("Campus", ("Sud", "Nord"))], ()),  # all: as if nothing were chosen
        ([("Campus", ("Ouest",)), ("Ville", ("Lyon",))], ()),
        ([("Niveau", ("L3", "L1"))], (("Niveau", ("L1", "L3")),)),
    ],
)
def test_only_the_choices_that_a_theme_has_are_kept_in_its_order(theme, choices, kept):
    assert themes.chosen(theme, choices) == kept


def test_staff_note_what_somebody_has_said_and_the_proof_names_them(institution, theme, staff):
    institution.policies = ((THEME, "opt_out"),)
    theme.joining = APPROVAL
    assert themes.join(staff, theme, "jdupont", NOW, source=DESK)
    themes.leave(staff, theme, "jdupont", NOW + 1, source=DESK)
    assert proofs(institution) == [
        Proof(NOW, THEME, "sport", YES, 0, DESK, TASK, "lib"),
        Proof(NOW + 1, THEME, "sport", NO, 0, DESK, "", "lib"),
    ]
    assert journal(institution) == [("lib", "theme.noted_join"), ("lib", "theme.noted_leave")]


def test_a_theme_for_a_group_is_open_to_its_people_and_to_nobody_else(institution, theme, me):
    theme.joining, theme.group = GROUP, "ufr"
    with pytest.raises(themes.NotOpen):
        themes.join(me, theme, "jdupont", NOW)
    make_group(institution, "ufr", 0).groups = ("l2",)
    make_group(institution, "l2", 0).uids.add("jdupont")
    assert themes.join(me, theme, "jdupont", NOW)
    institution["groups"]["ufr"].groups = ()
    assert not themes.is_open_to(theme, "jdupont")
    assert themes.join(me, theme, "jdupont", NOW, choices=[("Campus", ("Nord",))])  # is a member


def test_nobody_joins_what_is_closed_nor_before_they_take_back_a_no(institution, theme, me, staff):
    theme.archived = True
    for actor, source in ((me, PAGE), (staff, DESK)):
        with pytest.raises(themes.NotOpen):
            themes.join(actor, theme, "jdupont", NOW, source=source)
    theme.archived = False
    consent.opt_out(me, "jdupont", NOW)
    with pytest.raises(themes.SaidNo):
        themes.join(me, theme, "jdupont", NOW)


@pytest.mark.parametrize("act", [themes.join, themes.leave])
def test_nobody_is_no_member(theme, staff, act):
    with pytest.raises(KeyError):
        act(staff, theme, "nobody", NOW)


def test_one_who_asks_is_taken_or_not_by_the_owner(institution, theme, me):
    make_person(institution, "zoe", msisdn=mobile(1))
    theme.joining, owner = APPROVAL, someone(institution, "zlefevre")
    choices = [("Campus", ("Nord",))]
    assert not themes.join(me, theme, "jdupont", NOW, choices=choices)
    assert not themes.join(someone(institution, "zoe"), theme, "zoe", NOW)
    assert proofs(institution) == []
    themes.accept(owner, theme, "jdupont", NOW + DAY)
    themes.decline(owner, theme, "zoe", NOW + DAY)
    themes.decline(owner, theme, "zoe", NOW + DAY)
    assert theme.member("jdupont") == Member(NOW + DAY, (("Campus", ("Nord",)),))
    assert proofs(institution) == [
        Proof(NOW + DAY, THEME, "sport", YES, 0, PAGE, CONSENT, "zlefevre")
    ]
    assert [*theme.asked()] == []
    assert journal(institution) == [
        ("jdupont", "theme.asked"),
        ("zoe", "theme.asked"),
        ("zlefevre", "theme.accepted"),
        ("zlefevre", "theme.declined"),
    ]
    with pytest.raises(KeyError):
        themes.accept(owner, theme, "zoe", NOW)


def test_one_who_has_said_no_meanwhile_is_not_taken(institution, theme, me):
    theme.joining = APPROVAL
    themes.join(me, theme, "jdupont", NOW)
    consent.opt_out(me, "jdupont", NOW)
    with pytest.raises(themes.SaidNo):
        themes.accept(someone(institution, "zlefevre"), theme, "jdupont", NOW)


def test_a_number_leaves_for_all_who_have_it_or_for_itself(institution, theme, me):
    make_person(institution, "pdupont")
    for uid in ("jdupont", "pdupont"):
        themes.join(someone(institution, uid), theme, uid, NOW)
    assert themes.leave_by_number(service(), theme, MOBILE, NOW) == ("jdupont", "pdupont")
    assert proofs(institution)[-1] == Proof(NOW, THEME, "sport", NO, source=REPLY)
    assert themes.leave_by_number(service(), theme, mobile(9), NOW) == ()
    assert themes.leave_by_number(service(), theme, "", NOW) == ()
    assert (len(theme), theme.refused_at(mobile(9)), theme.refused_at(MOBILE)) == (0, NOW, 0)


def test_the_themes_of_a_person_are_those_that_are_open_and_those_they_know(institution, me):
    for name, kind in (("a", THEME), ("b", THEME), ("c", PARTNER), ("d", THEME), ("e", THEME)):
        theme = institution["themes"].add(name, Theme(name.upper()))
        theme.kind = kind
    folder = institution["themes"]
    folder["b"].joining = APPROVAL
    for name in ("a", "b", "c"):
        themes.join(me, folder[name], "jdupont", NOW)
    themes.leave(me, folder["c"], "jdupont", NOW + 1)
    for name in ("a", "d"):
        folder[name].archived = True
    found = {
        one.theme.__name__: (one.state, one.proof and one.proof.answer)
        for one in themes.of_person(institution, "jdupont")
    }
    assert found == {
        "a": (themes.MEMBER, YES),
        "b": (themes.ASKED, None),
        "c": (themes.LEFT, NO),
        "e": (themes.NEVER, None),
    }


def test_its_growth_ends_with_the_members_of_today(institution, theme, staff):
    for number, uid in enumerate(("ada", "bob", "zoe")):
        make_person(institution, uid, msisdn=mobile(number + 1))
        themes.join(staff, theme, uid, NOW + number * DAY, source=FILE)
    themes.leave(staff, theme, "ada", NOW + 2 * DAY, source=FILE)
    assert themes.growth(theme) == [("2027-01-15", 1), ("2027-01-16", 2), ("2027-01-17", 2)]


def test_the_day_is_that_of_the_institution(institution):
    institution.time_zone = "Indian/Reunion"
    assert themes.day_of(institution, NOW - 4 * 3600 - 1) == "2027-01-15"
    institution.time_zone = "America/Martinique"
    assert themes.day_of(institution, NOW - 4 * 3600 - 1) == "2027-01-14"


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ([], ["all", "north", "south", "south-l1"]),
        ([("Campus", ["Nord"])], ["all", "north"]),
        ([("Campus", ["Nord", "Sud"])], ["all", "north", "south", "south-l1"]),
        ([("Campus", ["Sud"]), ("Niveau", ["L2"])], ["all", "south"]),
        ([("Niveau", ["L1"])], ["all", "north", "south", "south-l1"]),
    ],
)
def test_a_member_gets_what_their_choices_let_through(theme, wanted, reached):
    chosen = {
        "all": (),
        "north": (("Campus", ("Nord",)),),
        "south": (("Campus", ("Sud",)),),
        "south-l1": (("Campus", ("Sud",)), ("Niveau", ("L1",))),
    }
    for uid, choices in chosen.items():
        theme.join(uid, Member(NOW, choices), "2027-01-15")
    assert [*themes.matching(theme, wanted)] == reached


def test_whoever_chose_what_is_no_value_any_more_gets_everything(theme, me):
    themes.join(me, theme, "jdupont", NOW, choices=[("Campus", ["Nord"])])
    theme.criteria = (("Campus", ("Ouest", "Centre")),)
    assert [*themes.matching(theme, [("Campus", ["Ouest"])])] == ["jdupont"]
    assert themes.shares(theme) == [("Campus", [("Ouest", 1), ("Centre", 1)])]
