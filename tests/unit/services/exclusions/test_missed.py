"""The people that a message has not reached."""

import left_out
import pytest
import scenes
from factories import NOW, make_group, make_house, make_person, mobile

from unisms.model.folder import find
from unisms.services.exclusions import missed
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.sms import causes, states

REACHED = (states.DELIVERED, states.ACCEPTED, states.UNCERTAIN, states.QUEUED)


@pytest.fixture
def sent(house):
    """The path of a campaign to a group of 30, one person of it besides and a number."""
    return house.run(
        lambda root: scenes.closed(
            root,
            groups=(),
            audience=(("group", "l3-histoire"), ("person", "hmarchand"), ("number", "0639987777")),
        )
    )


def uids(house, path, change=None):
    def read(root):
        campaign = find(root, path)
        paris = find(root, scenes.PARIS)
        if change:
            change(paris, campaign)
        return missed.people(paris, campaign, NOW)

    return house.run(read)


def ended(paris, campaign, state, cause=None):
    rows = [(number, campaign.row(number)) for number, _ in campaign.stored_rows()]
    campaign.freeze([(number, row._replace(state=state, cause=cause)) for number, row in rows], ())


def test_whoever_was_left_out_on_purpose_is_not_written_to(root):
    institution = make_house(root)
    make_group(institution, people=3)
    make_person(institution, "nobody", "Nobody", "")
    out = (("person", "l2-0"), ("person", "nobody"))
    campaign = left_out.sent(institution, ("group", "l2"), ("person", "nobody"), takes=1, minus=out)
    campaign.write(2, campaign.row(2).moved(states.FAILED, NOW, causes.ABSENT))
    institution["people"].renumber("nobody", mobile(60))
    assert missed.people(institution, campaign, NOW) == ["l2-1"]


@pytest.mark.parametrize("state", REACHED)
def test_who_may_have_got_it_is_left_alone(house, sent, state):
    assert uids(house, sent, lambda paris, campaign: ended(paris, campaign, state)) == []


@pytest.mark.parametrize(("cause", "found"), [(causes.ABSENT, 30), (causes.NO_NEWS, 0)])
def test_what_expired_with_the_operator_was_missed_and_what_has_no_news_may_have_come(
    house, sent, cause, found
):
    told = uids(house, sent, lambda paris, campaign: ended(paris, campaign, states.EXPIRED, cause))
    assert len(told) == found


@pytest.mark.parametrize("state", [states.FAILED, states.STOPPED, states.SET_ASIDE])
def test_whom_it_has_not_reached_and_who_can_be_written_to_is_found(house, sent, state):
    found = uids(house, sent, lambda paris, campaign: ended(paris, campaign, state))
    people = house.run(lambda root: dict(find(root, f"{scenes.PARIS}/people").items()))
    group = house.run(lambda root: [*find(root, f"{scenes.PARIS}/groups/l3-histoire").uids])
    able = [uid for uid in group if people[uid].msisdn]
    assert sorted(found) == sorted({*able, "hmarchand"})


def test_who_has_another_number_now_is_found_and_who_says_no_or_has_left_is_not(house, sent):
    def change(paris, campaign):
        ended(paris, campaign, states.DELIVERED)
        first, second, third, *_ = [
            uid for uid in paris["groups"]["l3-histoire"].uids if paris["people"][uid].msisdn
        ]
        for number, uid in enumerate((first, second)):
            paris["people"][uid].msisdn = f"+3363998888{number}"
        consent.opt_out(rights.person(paris, second), second, 1)
        paris["people"].remove(third)
        expected.append(first)

    expected = []
    assert uids(house, sent, change) == expected


def test_a_group_that_is_no_more_has_nobody(house, sent):
    def change(paris, campaign):
        ended(paris, campaign, states.FAILED)
        campaign.audience = (("group", "gone"),)

    assert uids(house, sent, change) == []


def test_nobody_is_found_once_the_numbers_are_erased_nor_of_a_trial(house, sent):
    def erase(paris, campaign):
        ended(paris, campaign, states.FAILED)
        campaign.erased_at = 1

    assert uids(house, sent, erase) == []

    def trial(paris, campaign):
        campaign.erased_at, campaign.trial = 0, True

    assert uids(house, sent, trial) == []
