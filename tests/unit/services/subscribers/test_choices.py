"""Conditions accepted, and purposes chosen: a record of its own for each, taken back as easily."""

import pytest
from factories import NOW, make_group, make_house, make_person, reread

from unisms.model.proofs import CONDITIONS, CONSENT, NO, PAGE, TASK, YES, Proof
from unisms.model.themes import APPROVAL, GROUP, Member, Theme
from unisms.services.people import consent, themes
from unisms.services.subscribers import choices, departures
from unisms.services.subscribers.choices import Changes, Ticked
from unisms.sms.purposes import OPT_OUT, PARTNER, SERVICE, THEME
from unisms.testing.factories import someone

UID = "jdupont"
CRITERIA = (("Campus", ("Nord", "Sud")),)


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    for name, kind in (("sport", THEME), ("crous", PARTNER)):
        theme = institution["themes"].add(name, Theme(name.title(), "lib", NOW))
        theme.kind = kind
        theme.wordings.publish("Deux messages par mois.", NOW, "lib")
    institution["themes"]["sport"].criteria = CRITERIA
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, UID)


def proofs(institution):
    return reread(institution)["people"].proofs(UID)


def ticked(institution):
    return {one.theme.__name__: one.ticked for one in choices.offers(institution, UID)}


def reaches(institution, *purpose):
    return consent.Reader(institution, purpose, NOW + 9).refusal(institution["people"][UID].msisdn)


def test_nothing_is_ticked_beforehand_and_partners_come_last(institution):
    offers = choices.offers(institution, UID)
    told = [(one.theme.__name__, one.asks, one.ticked) for one in offers]
    assert told == [("sport", True, False), ("crous", True, False)]


def test_each_purpose_has_a_record_of_its_own(institution, me):
    saved = choices.save(
        me,
        {"sport": Ticked(True, [("Campus", ("Sud",))], 1), "crous": Ticked(True, (), 1)},
        NOW,
    )
    assert saved == Changes(("sport", "crous"))
    assert proofs(institution) == [
        Proof(NOW, THEME, "sport", YES, 1, PAGE, CONSENT),
        Proof(NOW, PARTNER, "crous", YES, 1, PAGE, CONSENT),
    ]
    member = institution["themes"]["sport"].member(UID)
    assert member == Member(NOW, (("Campus", ("Sud",)),), 1, PAGE)
    assert ticked(institution) == {"sport": True, "crous": True}


def test_the_same_box_takes_it_back_and_the_rest_stays(institution, me):
    both = {"sport": Ticked(True, (), 1), "crous": Ticked(True, (), 1)}
    choices.save(me, both, NOW)
    assert choices.save(me, {"sport": Ticked(False)}, NOW + 1) == Changes(left=("sport",))
    assert proofs(institution)[-1] == Proof(NOW + 1, THEME, "sport", NO, source=PAGE)
    assert ticked(institution) == {"sport": False, "crous": True}
    assert choices.save(me, {"sport": Ticked(False)}, NOW + 2) == Changes()


def test_what_is_chosen_as_it_is_makes_no_second_record(institution, me):
    wanted = {"sport": Ticked(True, [("Campus", ("Sud",))], 1)}
    choices.save(me, wanted, NOW)
    assert choices.save(me, wanted, NOW + 1) == Changes()
    assert len(proofs(institution)) == 1
    other = {"sport": Ticked(True, (), 1)}
    assert choices.save(me, other, NOW + 2) == Changes(("sport",))
    assert institution["themes"]["sport"].member(UID).since == NOW


def test_a_wording_that_changed_meanwhile_is_agreed_to_by_nobody(institution, me):
    institution["themes"]["crous"].wordings.publish("Autre chose.", NOW, "lib")
    both = {"sport": Ticked(True, (), 1), "crous": Ticked(True, (), 1)}
    with pytest.raises(consent.OtherConditions):
        choices.save(me, both, NOW)
    assert proofs(institution) == []


def test_choices_and_the_answer_to_service_are_saved_together_or_not_at_all(institution, me):
    consent.publish(someone(institution), "Soyez polis.", NOW)
    both = {"sport": Ticked(True, (), 1)}
    with pytest.raises(consent.OtherConditions):
        choices.save(me, both, NOW, Ticked(True, version=2))
    assert proofs(institution) == []
    for _ in range(2):
        choices.save(me, both, NOW, Ticked(True, version=1))
    choices.save(me, {}, NOW + 1, Ticked(False, version=1))
    told = [(one.kind, one.answer) for one in proofs(institution)]
    assert told == [(SERVICE, YES), (THEME, YES), (SERVICE, NO)]


@pytest.mark.parametrize("change", [{"archived": True}, {"joining": GROUP}])
def test_who_has_left_what_is_closed_to_them_now_is_not_offered_it(institution, me, change):
    sport = institution["themes"]["sport"]
    choices.save(me, {"sport": Ticked(True, (), 1)}, NOW)
    vars(sport).update(change)
    assert "sport" in ticked(institution)
    choices.save(me, {"sport": Ticked(False)}, NOW + 1)
    assert "sport" not in ticked(institution)
    assert choices.save(me, {"sport": Ticked(True, (), 1)}, NOW + 2) == Changes()


def test_a_yes_to_service_takes_back_no_refusal_of_everything(institution, me):
    consent.opt_out(me, UID, NOW)
    with pytest.raises(themes.SaidNo):
        choices.save(me, {}, NOW, Ticked(True))


def test_who_refused_everything_takes_that_back_first(institution, me):
    consent.opt_out(me, UID, NOW)
    with pytest.raises(themes.SaidNo):
        choices.save(me, {"sport": Ticked(True, (), 1)}, NOW + 1)
    assert choices.save(me, {"sport": Ticked(False)}, NOW + 1) == Changes()


def test_where_somebody_decides_it_is_asked_and_can_be_taken_back(institution, me):
    institution["themes"]["sport"].joining = APPROVAL
    wanted = {"sport": Ticked(True, (), 1)}
    assert choices.save(me, wanted, NOW) == Changes(asked=("sport",))
    assert choices.save(me, wanted, NOW + 1) == Changes()
    assert ticked(institution)["sport"]
    assert choices.save(me, {"sport": Ticked(False)}, NOW + 2) == Changes(left=("sport",))
    assert departures.undoable(me, NOW + 3) == []


def test_who_asks_again_cannot_come_back_by_taking_the_leave_back(institution, me):
    theme = institution["themes"]["sport"]
    theme.joining = APPROVAL
    theme.join("jdupont", Member(NOW), "2027-01-15")
    departures.leave(me, {"sport": theme}, NOW)
    choices.save(me, {"sport": Ticked(True, (), 1)}, NOW + 1)
    themes.decline(someone(institution, "zlefevre"), theme, "jdupont", NOW + 2)
    assert departures.undo(me, NOW + 3) == 0
    assert not theme.has_member("jdupont")


def test_a_theme_for_others_is_not_shown(institution, me):
    make_group(institution, "l2", 2)
    theme = institution["themes"]["sport"]
    theme.joining, theme.group = GROUP, "l2"
    assert [*ticked(institution)] == ["crous"]
    institution["groups"]["l2"].uids.insert(UID)
    assert "sport" in ticked(institution)
    institution["groups"]["l2"].uids.remove(UID)
    theme.join(UID, Member(NOW), "2027-01-15")
    assert ticked(institution)["sport"]


def test_a_purpose_that_needs_no_yes_has_a_box_that_says_no(institution, me):
    institution.policies = ((PARTNER, OPT_OUT),)
    institution["themes"]["crous"].joining = GROUP
    [offer] = [one for one in choices.offers(institution, UID) if not one.asks]
    assert (offer.theme.__name__, offer.ticked) == ("crous", False)
    assert choices.save(me, {"crous": Ticked(False, (), 1)}, NOW) == Changes()
    assert choices.save(me, {"crous": Ticked(True, (), 1)}, NOW) == Changes(left=("crous",))
    assert reaches(institution, PARTNER, "crous") == "opt_out"
    again = choices.save(me, {"crous": Ticked(False, (), 1)}, NOW + 1)
    assert again == Changes(("crous",))
    assert proofs(institution)[-1] == Proof(NOW + 1, PARTNER, "crous", YES, 1, PAGE, TASK)
    assert reaches(institution, PARTNER, "crous") is None


def test_accepting_the_conditions_is_no_consent(institution, me):
    institution.consent = "said_yes"
    consent.publish(someone(institution), "Soyez polis.", NOW)
    assert choices.accepted(institution, UID) is None
    choices.accept_conditions(me, 1, NOW)
    proof = Proof(NOW, CONDITIONS, version=1, source=PAGE)
    assert proofs(institution) == [proof]
    assert choices.accepted(institution, UID) == proof
    assert institution["people"].word(UID) == ""
    assert reaches(institution) == "no_consent"


@pytest.mark.parametrize("version", [0, 2])
def test_another_version_of_the_conditions_is_not_accepted(institution, me, version):
    consent.publish(someone(institution), "Soyez polis.", NOW)
    with pytest.raises(consent.OtherConditions):
        choices.accept_conditions(me, version, NOW)


def test_without_conditions_there_is_nothing_to_accept(me):
    with pytest.raises(consent.OtherConditions):
        choices.accept_conditions(me, 0, NOW)


def test_a_yes_of_before_they_were_apart_is_an_acceptance_too(institution, me):
    consent.publish(someone(institution), "Soyez polis.", NOW)
    consent.accept(me, UID, NOW, 1)
    assert choices.accepted(institution, UID).version == 1


def test_messages_of_service_are_asked_for_only_where_the_policy_says_so(institution, me):
    assert not choices.asks_for_service(institution)
    institution.consent = "said_yes"
    assert choices.asks_for_service(institution)
    consent.opt_out(me, UID, NOW - 9)
    consent.accept(me, UID, NOW)
    departures.withdraw(me, NOW + 1)
    assert proofs(institution)[-1] == Proof(NOW + 1, SERVICE, answer=NO, source=PAGE)
    assert institution["people"].word(UID) == ""
    assert reaches(institution) == "no_consent"
    departures.withdraw(me, NOW + 2)
    assert len(proofs(institution)) == 3


def test_a_part_without_its_own_box_is_no_consent_and_nothing_else_is_kept(institution, me):
    theme = institution["themes"].add("parts", Theme("Parts"))
    theme.criteria = (("Campus", ("Nord", "Sud")),)
    whole = institution["themes"].add("whole", Theme("Whole"))
    part = choices.Ticked(False, (("Campus", ("Nord",)),))
    with pytest.raises(choices.OnlyPart) as told:
        choices.save(me, {"parts": part, "whole": choices.Ticked(True)}, NOW)
    assert told.value.names == ["parts"]
    assert not whole.has_member(me.uid)
    choices.save(me, {"parts": part._replace(choices=(("Campus", ()),))}, NOW)
    assert not theme.has_member(me.uid)


def test_a_theme_is_received_by_members_and_where_no_yes_is_needed_by_all_but_leavers(
    institution, me
):
    asked = institution["themes"].add("asked", Theme("Asked"))
    asked.joining = APPROVAL
    choices.save(me, {"asked": choices.Ticked(True)}, NOW)
    found = {one.theme.__name__: one.is_received for one in choices.offers(institution, me.uid)}
    assert found["asked"] is False
    themes.accept(someone(institution, "lib"), asked, me.uid, NOW)
    found = {one.theme.__name__: one.is_received for one in choices.offers(institution, me.uid)}
    assert found["asked"] is True
