"""Messages of before as audience: whom one has reached, has missed, or was to reach."""

import pytest
from factories import NOW, make_draft, make_group, make_house, make_person, mobile
from left_out import checked, figures, sent

from unisms.model.kinds import kinds_behind, parts_behind
from unisms.ports import AudienceGone
from unisms.services.audience import kinds
from unisms.services.exclusions import pasts
from unisms.sms import causes, states
from unisms.testing.factories import make_institution, someone


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=5)
    return institution


@pytest.fixture
def past(paris):
    """A message that one got, of which one is on its way, one failed, one expired, one waits."""
    campaign = sent(paris, ("group", "l2"), takes=4, text="Bonjour [nom]")
    for number, end, cause in (
        (1, states.DELIVERED, None),
        (3, states.FAILED, causes.ABSENT),
        (4, states.EXPIRED, causes.EXPIRED),
    ):
        campaign.write(number, campaign.row(number).moved(end, NOW, cause))
    return campaign


def of(institution, kind, campaign, wanted=()):
    known = kinds_behind(institution)[kind]
    return list(known.recipients(institution, campaign.__name__, wanted, None))


def numbers(found):
    return [one.msisdn for one in found]


def test_received_are_those_whom_it_reached_or_may_have_reached(paris, past):
    assert numbers(of(paris, "received", past)) == [mobile(0), mobile(1)]


def test_missed_are_those_who_certainly_did_not_get_it(paris, past):
    assert numbers(of(paris, "missed", past)) == [mobile(2), mobile(3)]


def test_handed_are_all_whom_it_left_for_whatever_became_of_it(paris, past):
    assert numbers(of(paris, "handed", past)) == [mobile(number) for number in range(4)]
    past.handover.claims = (((4, 5), NOW, "m"),)  # in a broker's hands
    assert numbers(of(paris, "handed", past)) == [mobile(number) for number in range(5)]


def test_whom_it_was_handed_to_is_written_to_where_it_went(paris, past):
    paris["people"].renumber("l2-2", mobile(70))
    found = of(paris, "handed", past, ("nom",))[2]
    assert (found.msisdn, found.uid, found.values) == (mobile(2), "l2-2", ("Personne 2",))
    assert kinds_behind(paris)["handed"].choices(paris, (), "lib") == []


def test_chosen_are_all_of_them(paris, past):
    assert numbers(of(paris, "chosen", past)) == [mobile(number) for number in range(5)]


def test_nobody_is_missed_who_may_have_got_it(paris, past):
    past.write(2, past.row(2).moved(states.EXPIRED, NOW, causes.NO_NEWS))
    assert mobile(1) not in numbers(of(paris, "missed", past))


def test_whoever_was_left_out_on_purpose_was_not_missed(paris):
    first = sent(paris, ("group", "l2"), ("person", "l2-0"), minus=(("person", "l2-1"),))
    assert {row[1] for _, row in first.stored_rows()} == {states.ACCEPTED, states.SET_ASIDE}
    assert of(paris, "missed", first) == []
    assert mobile(1) not in numbers(of(paris, "chosen", first))


def test_a_missed_person_is_written_to_at_the_number_that_they_have_now(paris, past):
    paris["people"].renumber("l2-2", mobile(70))
    first, _ = of(paris, "missed", past)
    assert (first.msisdn, first.uid) == (mobile(70), "l2-2")


def test_whoever_had_no_number_is_missed_until_they_have_one(paris):
    make_person(paris, "late", "Late", "")
    first = sent(paris, ("person", "late"), ("person", "l2-0"))
    assert [one.cause for one in of(paris, "missed", first)] == [causes.NO_NUMBER]
    paris["people"].renumber("late", mobile(60))
    assert [(one.msisdn, one.cause) for one in of(paris, "missed", first)] == [(mobile(60), None)]


def test_they_have_the_values_that_they_had_and_those_of_the_directory(paris, past):
    [first, _] = of(paris, "received", past, ("nom", "identifiant"))
    assert (first.values, first.source) == (("Personne 0", "l2-0"), "« Retard »")
    known = kinds_behind(paris)["received"].columns(paris, past.__name__)
    assert known == ("nom", "identifiant", "courriel")


def test_the_owner_of_a_number_that_was_typed_is_told_to_nobody(paris):
    make_person(paris, "hidden", "Hidden Name", mobile(80))
    first = sent(paris, ("number", mobile(80)))
    [found] = of(paris, "received", first, ("nom",))
    assert (found.uid, found.who, found.values) == ("", mobile(80), ("",))


def test_erased_people_are_in_no_kind(paris, past):
    past.freeze([(1, past.row(1)._replace(msisdn="+3363"))], [(1, ("", "", ""))])
    assert numbers(of(paris, "received", past)) == [mobile(1)]


def test_a_message_of_which_the_numbers_are_erased_says_so(paris, past):
    past.erase(NOW)
    for kind in pasts.PASTS:
        with pytest.raises(AudienceGone) as gone:
            of(paris, kind, past)
        assert gone.value.code == "past_erased"
    campaign = make_draft(paris)
    campaign.audience = (("received", past.__name__),)
    assert pasts.erased(paris, campaign.audience) is past


def test_only_a_message_that_was_released_has_a_past(paris):
    draft = checked(paris, ("group", "l2"))
    assert not kinds.exists(paris, "received", draft.__name__)
    assert not kinds.exists(paris, "received", "20270101-none")
    assert of_nobody(paris)


def of_nobody(paris):
    known = kinds_behind(paris)["received"]
    told = (known.at_most(paris, "none"), known.title(paris, "none"), [*known.uids(paris, "none")])
    return told == (None, "", [])


def test_only_whoever_may_see_a_message_may_choose_its_people(paris, past):
    pair = ("received", past.__name__)
    assert kinds.may_use(someone(paris, "lib"), *pair)
    assert not kinds.may_use(someone(paris, "stranger"), *pair)
    paris.grants.give("person:stranger", "administrator")
    assert kinds.may_use(someone(paris, "stranger"), *pair)


def test_another_institutions_messages_do_not_exist(root, paris, past):
    nice = make_institution(root, "nice")
    assert not kinds.exists(nice, "received", past.__name__)
    assert not kinds.may_use(someone(nice, "lib"), "received", past.__name__)


def test_rights_are_judged_by_whom_the_message_was_for(paris, past):
    second = sent(paris, ("missed", past.__name__))
    pairs = (("received", second.__name__), ("person", "x"))
    assert {*parts_behind(paris, pairs)} == {("group", "l2"), ("person", "x")}


def test_the_latest_of_ones_own_are_offered(paris, past):
    known = kinds_behind(paris)["received"]
    assert [one.name for one in known.choices(paris, (), "lib")] == [past.__name__]
    assert known.choices(paris, (), "stranger") == []
    assert [one.count for one in known.choices(paris, (past.__name__,), "")] == [5]
    assert known.finder(paris)(past.__name__, "retard")


def test_people_of_before_are_checked_as_any_others(paris, past):
    campaign = checked(paris, ("missed", past.__name__), ("person", "l2-2"))
    assert figures(campaign) == (2, {})
    assert campaign.counted("merged") == 1
    assert [*kinds_behind(paris)["missed"].uids(paris, past.__name__)] == ["l2-2", "l2-3"]


def test_a_large_message_is_not_looked_at_while_somebody_types(paris, past):
    known = kinds_behind(paris)["missed"]
    assert known.glimpse(paris, [past.__name__], ()) is None
    assert known.at_most(paris, past.__name__) == 5
    with pytest.raises(AudienceGone):
        known.columns(paris, "none")
