"""The use of a day: of the institution's day, each day anew."""

import pytest
from factories import NOW, make_draft, make_group, make_house, make_recipient

from unisms.services.audience import audience, freezes
from unisms.services.campaigns import drafts, guards
from unisms.services.rights import daily
from unisms.sms import causes, states

DAY = 86400


@pytest.fixture
def institution(root):
    return make_house(root)


@pytest.mark.parametrize(
    ("uid", "size", "later", "full"),
    [
        ("lib", daily.OF_PERSON - 1, 0, False),
        ("lib", daily.OF_PERSON, 0, True),
        ("lib", daily.OF_PERSON, DAY, False),
        ("ada", daily.OF_PERSON, 0, False),
        ("ada", daily.OF_INSTITUTION, 0, True),
        ("ada", daily.OF_INSTITUTION, DAY, False),
    ],
)
def test_there_is_an_end_of_what_is_frozen_in_a_day(institution, uid, size, later, full):
    assert not daily.has_frozen_enough(institution, "lib", NOW)
    for part in (daily.LEAST, size - daily.LEAST):
        daily.count_frozen(institution, uid, part, NOW)
    assert daily.has_frozen_enough(institution, "lib", NOW + later) is full


def test_it_is_forgotten_after_weeks_and_with_the_person(institution):
    daily.forget_spent(institution, NOW)
    daily.forget_person(institution, "lib")
    for uid in ("lib", "liba"):
        daily.count_frozen(institution, uid, 5, NOW)
        daily.spend(institution, uid, 5, NOW)
    daily.forget_person(institution, "lib")
    for tree in (institution.frozen, institution.spent):
        assert [key.partition(" ")[2] for key in tree] == ["liba"]
    daily.forget_spent(institution, NOW + 40 * DAY)
    assert (len(institution.frozen), len(institution.spent)) == (1, 1)
    daily.forget_spent(institution, NOW + 41 * DAY)
    assert (len(institution.frozen), len(institution.spent)) == (0, 0)


def test_each_check_counts_and_then_none_is_made(root, institution, monkeypatch):
    make_group(institution)
    campaign = make_draft(institution)
    for _ in range(2):
        drafts.submit(campaign)
        guards.prepare(root, campaign.path, NOW)
        guards.prepare(root, campaign.path, NOW)  # the task came twice
    assert campaign.counted("frozen") > audience.ROW
    assert [*institution.frozen.values()] == [2 * daily.LEAST]
    monkeypatch.setattr(daily, "OF_PERSON", 2 * daily.LEAST)
    drafts.submit(campaign)
    guards.prepare(root, campaign.path, NOW)
    assert (campaign.state, campaign.problem) == (states.DRAFT, daily.FULL)
    assert [*institution.frozen.values()] == [2 * daily.LEAST]
    drafts.submit(campaign)
    guards.prepare(root, campaign.path, NOW + DAY)
    assert campaign.state == states.CHECKED


def test_of_who_is_set_aside_no_values_are_kept_that_no_message_takes(root, institution):
    campaign = make_draft(institution, text="Bonjour [nom]")
    long = ("x" * (freezes.TOO_LONG + 1),)
    people = [
        make_recipient(1, values=("Zoé",)),
        make_recipient(1, values=("Zoé",)),
        make_recipient(2, values=("Ada",), cause=causes.OPT_OUT),
        make_recipient(3, values=("Bob",), cause=causes.LANDLINE),
        make_recipient(4, values=long),
        make_recipient(5, values=long, cause=causes.OPT_OUT),
    ]
    audience.freeze(campaign, people, ("nom",), institution["brokers"]["fake"], NOW)
    assert [campaign.values(number)[2] for number in range(1, 7)] == [
        "Zoé",
        "Zoé",
        "Ada",
        "Bob",
        "",
        "",
    ]
    assert campaign.counted("frozen") < 6 * audience.ROW + 200
