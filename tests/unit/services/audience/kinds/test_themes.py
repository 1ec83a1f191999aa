"""Themes as audience: their members, alone or among others, in whose name one may write."""

from datetime import date

import pytest
from factories import NOW, make_draft, make_group, make_person, mobile

from unisms.model.roles import Role
from unisms.model.themes import Member, Theme
from unisms.ports import AudienceGone
from unisms.services.audience import audience, kinds
from unisms.services.audience.kinds import PERSON_COLUMNS
from unisms.services.audience.kinds.themes import THEME, ThemeKind
from unisms.services.exclusions.judges import Judge
from unisms.services.people.consent import Reader
from unisms.services.rights import rights
from unisms.sms import causes
from unisms.testing.factories import someone

KIND = ThemeKind()
NORTH = "sport?Campus=Nord"


@pytest.fixture
def theme(institution):
    make_group(institution, people=4)
    theme = institution["themes"].add("sport", Theme("Sport", "owner", NOW))
    theme.criteria = (("Campus", ("Nord", "Sud")),)
    for uid, choices in (("l2-1", (("Campus", ("Sud",)),)), ("l2-0", ()), ("gone", ())):
        theme.join(uid, Member(NOW, choices), "2027-01-15")
    return theme


def expanded(institution, *chosen, purpose=(THEME, "sport")):
    reader = Reader(institution, purpose, NOW)
    found = audience.expand(institution, chosen, ("nom",), date(2027, 1, 15), Judge(reader))
    return [(one.uid or one.who, one.source, one.values, one.cause) for one in found]


def test_a_theme_is_its_members_by_name(institution, theme):
    assert expanded(institution, (THEME, "sport")) == [
        ("gone", "Sport", ("",), causes.NO_NUMBER),
        ("l2-0", "Sport", ("Personne 0",), None),
        ("l2-1", "Sport", ("Personne 1",), None),
    ]
    assert KIND.columns(institution, "sport") == PERSON_COLUMNS


def test_a_theme_has_at_most_as_many_people_as_joined_it(institution, theme):
    assert KIND.at_most(institution, "sport") == 3
    assert KIND.at_most(institution, "nothing") is None


def test_a_part_of_a_theme_is_those_whose_choices_let_it_through(institution, theme):
    assert [*KIND.uids(institution, NORTH)] == ["gone", "l2-0"]
    assert [*KIND.uids(institution, "sport?Campus=Nord&Campus=Sud")] == ["gone", "l2-0", "l2-1"]
    assert [*KIND.uids(institution, "other")] == []


def test_with_a_theme_others_are_set_aside_who_are_no_members(institution, theme):
    found = expanded(institution, (THEME, "sport"), ("group", "l2"))
    assert {uid: cause for uid, _, _, cause in found} == {
        "gone": causes.NO_NUMBER,
        "l2-0": None,
        "l2-1": None,
        "l2-2": causes.NO_CONSENT,
        "l2-3": causes.NO_CONSENT,
    }


def test_a_theme_that_is_gone_is_told(institution):
    with pytest.raises(AudienceGone):
        [*KIND.recipients(institution, "gone", (), None)]
    assert not KIND.exists(institution, "gone")
    assert (KIND.title(institution, "gone"), KIND.purpose(institution, "gone")) == ("", ())


def test_its_owner_its_writers_and_who_manages_themes_may_write_to_it(institution, theme):
    make_group(institution, "writers", 0).uids.add("writer")
    institution["roles"].add("themes", Role("Themes", ["theme:manage"]))
    for uid in ("owner", "writer", "manager", "stranger"):
        make_person(institution, uid, msisdn=mobile(50))
    institution.grants.give("person:manager", "themes")
    theme.writers = "writers"

    def may(uid):
        return KIND.may_use(rights.person(institution, uid), NORTH)

    def offered(uid, *chosen):
        return [choice.name for choice in KIND.choices(institution, chosen, uid)]

    assert [may(uid) for uid in ("owner", "writer", "manager", "stranger")] == [True] * 3 + [False]
    assert offered("writer") == ["sport"]
    assert offered("stranger") == offered("") == []
    assert offered("stranger", "sport") == ["sport"]  # a message has it already
    theme.archived = True
    assert not may("owner")
    assert offered("owner") == []
    assert not KIND.may_use(rights.person(institution, "owner"), "gone")


def test_its_values_are_ticked_one_by_one_and_stored_together(institution, theme):
    ticked = ["sport", "sport?Campus=Sud", "other", NORTH, NORTH]
    assert KIND.together(ticked) == ["sport?Campus=Nord&Campus=Sud", "other"]
    pairs = [(THEME, "sport"), ("group", "l2"), (THEME, NORTH)]
    assert kinds.together(institution, pairs) == ((THEME, NORTH), ("group", "l2"))
    [choice] = KIND.choices(institution, [NORTH], "owner")
    assert (choice.title, choice.count, choice.is_chosen) == ("Sport", 3, True)
    assert choice.criteria == (
        ("Campus", (("Nord", NORTH, True), ("Sud", "sport?Campus=Sud", False))),
    )
    [choice] = KIND.choices(institution, [], "owner")
    assert (choice.is_chosen, choice.criteria[0][1][0]) == (False, ("Nord", NORTH, False))


def test_its_title_tells_the_values_and_finds_messages(institution, theme):
    theme.owner = "lib"
    assert KIND.title(institution, NORTH) == "Sport (Nord)"
    campaign = make_draft(institution, audience=((THEME, NORTH),), purpose=(THEME, "sport"))
    assert campaign.listed.places == (f"theme:{NORTH}",)
    is_called = KIND.finder(institution)
    assert [is_called(NORTH, word) for word in ("spo", "nor", "sud")] == [True, True, False]


def test_an_audience_with_themes_has_their_purpose(institution, theme):
    other = institution["themes"].add("crous", Theme("Crous"))
    other.kind = "partner"
    institution["themes"].add("bu", Theme("BU"))
    chosen = [("group", "l2"), (THEME, NORTH), (THEME, "crous"), (THEME, "bu"), (THEME, "sport")]
    assert kinds.purpose_of(institution, chosen) == (THEME, "sport bu")
    assert kinds.purpose_of(institution, chosen[:1]) == ()


def test_somebody_without_a_role_is_nobody(institution, theme):
    assert not KIND.may_use(someone(institution, ""), "sport")
