"""Saved audiences: kept by their owner, shared with an account, looked up anew at each check."""

import pytest
from factories import NOW, make_account, make_draft, make_group, make_house, make_person, mobile
from left_out import checked, figures
from nights import forget as nightly

from unisms.model.audiences import SavedAudience
from unisms.model.kinds import kinds_behind, parts_behind
from unisms.ports import AudienceGone
from unisms.services.audience import kinds
from unisms.services.campaigns import checks, drafts
from unisms.services.exclusions import archive, recents, saved
from unisms.services.exclusions.saved import Unkept
from unisms.sms import causes, states
from unisms.testing.factories import someone

L2, MINUS = (("group", "l2"),), (("person", "l2-0"),)


class Somebody:
    """The person of a dossier."""

    def __init__(self, uid):
        self.uid, self.uids, self.msisdn, self.former = uid, (uid,), "", ()


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=4)
    for uid in ("lib", "colleague"):
        institution.grants.give(f"person:{uid}", "administrator")
    return institution


@pytest.fixture
def kept(paris):
    return saved.keep(someone(paris), "L2 sans délégué", L2, MINUS, NOW)


def test_it_stands_for_what_it_was_made_of_as_that_is_at_the_check(paris, kept):
    campaign = make_draft(paris, audience=(("saved", kept.__name__),))
    paris["groups"]["l2"].uids = {
        *paris["groups"]["l2"].uids,
        make_person(paris, msisdn=mobile(60)).__name__,
    }
    drafts.submit(campaign)
    checks.prepare(paris.__parent__.__parent__, campaign.path, NOW)
    aside = dict(campaign.counted("set_aside"))
    assert aside == {causes.EXCLUDED: 1}
    assert campaign.counted("recipients") + campaign.counted("merged") == 4
    assert campaign.left_out.counts() == {MINUS[0]: 1}


def test_it_may_be_left_out_itself(paris, kept):
    campaign = checked(paris, *L2, minus=(("saved", kept.__name__),))
    assert figures(campaign) == (1, {causes.EXCLUDED: 3})


def test_what_is_gone_stops_the_check(paris, kept):
    campaign = make_draft(paris, audience=(("saved", kept.__name__),))
    drafts.submit(campaign)
    saved.delete(someone(paris), kept, NOW)
    checks.prepare(paris.__parent__.__parent__, campaign.path, NOW)
    assert (campaign.state, campaign.problem) == (states.DRAFT, "audience_gone")


def test_it_is_its_owners_alone_until_it_is_shared(paris, kept):
    make_account(paris, "ufr")
    pair, colleague = ("saved", kept.__name__), someone(paris, "colleague")
    assert kinds.may_use(someone(paris), *pair)
    assert not kinds.may_use(colleague, *pair)
    saved.share(someone(paris), kept, "ufr", NOW)
    assert kinds.may_use(colleague, *pair)
    another = saved.keep(someone(paris), "L2", L2, (), NOW, account="ufr")
    assert {one.title for one in saved.of(colleague)} == {kept.title, another.title}
    assert not kinds.may_use(someone(paris, "stranger"), *pair)
    saved.share(someone(paris), kept, "unknown", NOW)
    assert kept.account == ""


def test_nobody_chooses_by_it_what_they_may_not_choose(paris, kept):
    kept.pairs = (*kept.pairs, ("import", "20270101-file"))
    assert not kinds.may_use(someone(paris), "saved", kept.__name__)


def test_neither_files_nor_typed_numbers_are_kept(paris):
    pairs = (("number", "0612345678"), ("import", "x"), *L2)
    assert saved.keep(someone(paris), "L2", pairs, (), NOW).pairs == L2
    with pytest.raises(Unkept) as refusal:
        saved.keep(someone(paris), "Rien", pairs[:2], (), NOW)
    assert refusal.value.problem.code == "nothing_to_keep"


@pytest.mark.parametrize(
    ("title", "code"),
    [("  ", "empty_audience_title"), ("L2  sans délégué", "audience_title_taken")],
)
def test_two_of_one_name_and_none_without_a_name(paris, kept, title, code):
    other = saved.keep(someone(paris), "Autre", L2, (), NOW)
    for act in (
        lambda: saved.keep(someone(paris), title, L2, (), NOW),
        lambda: saved.retitle(someone(paris), other, title, NOW),
    ):
        with pytest.raises(Unkept) as refusal:
            act()
        assert refusal.value.problem.code == code
    saved.retitle(someone(paris), kept, "L2 sans délégué", NOW)
    saved.retitle(someone(paris), kept, "L2", NOW)
    assert kept.title == "L2"


def test_nobody_keeps_more_than_a_page_shows(paris):
    folder = paris["audiences"]
    for number in range(saved.MOST):
        folder.add(f"one-{number}", SavedAudience("lib", f"A{number}", L2, (), NOW))
    with pytest.raises(Unkept) as refusal:
        saved.keep(someone(paris), "L2", L2, (), NOW)
    assert refusal.value.problem.code == "too_many_saved"
    saved.keep(someone(paris, "colleague"), "L2", L2, (), NOW)


def test_an_audience_has_a_bound(paris):
    pairs = tuple(("person", f"l2-{number}") for number in range(saved.MOST_PARTS + 1))
    with pytest.raises(Unkept) as refusal:
        saved.keep(someone(paris), "L2", pairs, (), NOW)
    assert refusal.value.problem.code == "too_many_parts"


def test_a_kind_answers_for_what_it_stands_for(paris, kept):
    known, name = kinds_behind(paris)["saved"], kept.__name__
    assert known.columns(paris, name) == ("nom", "identifiant", "courriel")
    assert [*known.uids(paris, name)] == ["l2-0", "l2-1", "l2-2", "l2-3"]
    assert len([*known.recipients(paris, name, (), None)]) == 4
    assert known.title(paris, name) == "L2 sans délégué"
    assert known.finder(paris)(name, "delegue")
    assert known.purpose(paris, name) == ()
    assert parts_behind(paris, (("saved", name),)) == L2
    assert [one.title for one in known.choices(paris, (), "lib")] == ["L2 sans délégué"]
    assert known.choices(paris, (name,), "") != []


def test_a_kind_of_one_that_is_gone_has_nobody(paris):
    known = kinds_behind(paris)["saved"]
    assert (known.title(paris, "x"), [*known.uids(paris, "x")]) == ("", [])
    with pytest.raises(AudienceGone):
        known.stands_for(paris, "x")
    assert not known.may_use(someone(paris), "x")


def test_a_store_of_before_has_no_place_for_them_until_it_is_evolved(paris):
    paris.remove("audiences")
    assert (saved.of(someone(paris)), saved.find(paris, "x")) == ([], None)
    saved.audiences_have_a_place(paris.__parent__.__parent__)
    saved.audiences_have_a_place(paris.__parent__.__parent__)
    assert len(paris["audiences"]) == 0


def test_a_person_is_taken_out_of_them_and_their_own_go(paris, kept):
    other = saved.keep(someone(paris, "colleague"), "Deux", (*L2, *MINUS), (), NOW)
    assert [one["title"] for one in archive.kept(paris, "lib")] == ["L2 sans délégué"]
    assert [*archive.audiences(paris, Somebody("l2-9"))] == []
    told = [one["own"] for one in archive.audiences(paris, Somebody("l2-0"))]
    assert told == [False, False]
    assert archive.forget_audiences(paris, Somebody("l2-0"), NOW) == 2
    assert (kept.minus, other.pairs) == ((), L2)
    assert archive.forget_audiences(paris, Somebody("lib"), NOW) == 1
    assert [one.title for one in paris["audiences"].values()] == ["Deux"]


def test_recent_audiences_are_those_of_ones_last_messages_each_once(paris):
    make_group(paris, "m1", 2)
    checked(paris, *L2, title="Premier")
    checked(paris, ("group", "m1"), minus=MINUS, title="Deux")
    checked(paris, *L2, title="Trois", now=NOW + 86400)
    gone = checked(paris, ("person", "l2-3"))
    paris["people"].remove("l2-3")
    found = recents.recent(someone(paris))
    assert {one.names for one in found} == {("L2",), ("M1",)}
    assert found[0].title == "Trois"
    assert {one.but for one in found} == {(), (("person", "Personne 0"),)}
    assert gone.__name__ not in {one.campaign for one in found}
    assert recents.recent(someone(paris, "colleague")) == []


def test_an_audience_goes_with_its_owner(paris, kept):
    make_person(paris, "lib", "Lib", mobile(70))
    saved.keep(someone(paris, "operator:max"), "Trois", L2, (), NOW)
    saved.forget(paris, NOW)
    assert len(paris["audiences"]) == 2
    paris["people"].remove("lib")
    nightly(paris.__parent__.__parent__, NOW)
    assert [one.title for one in paris["audiences"].values()] == ["Trois"]
