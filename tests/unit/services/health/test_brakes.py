"""A campaign pauses by itself when too many of its messages fail of one cause."""

import pytest
from factories import NOW, make_campaign, make_person, make_recipient, mobile, someone
from failed_numbers import ABSENT, BAD, FAKE, GOOD
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.folder import find
from unisms.services.campaigns import releases
from unisms.services.delivery import steering
from unisms.services.ground.actor import service
from unisms.services.health import brakes
from unisms.services.health.thresholds import Rules, keep_rules
from unisms.sms import causes, states
from unisms.sms.purposes import EMERGENCY

WAITING = (states.QUEUED, None)
FEW = Rules(brake=30, brake_least=5)


@pytest.fixture(autouse=True)
def rules(institution):
    keep_rules(institution, FEW)


def sending(institution, *ends, **fields):
    """A campaign under way; each message with its end, or still waiting."""
    campaign = make_campaign(institution, [make_recipient(place) for place in range(len(ends))])
    for name, value in fields.items():
        setattr(campaign, name, value)
    releases.release(someone(campaign), campaign, NOW)
    end(campaign, *ends)
    return campaign


def end(campaign, *ends):
    carrier = campaign.carrier(FAKE)
    for number, (state, cause) in enumerate(ends, 1):
        told = (cause, carrier, 0, "")
        campaign.write(number, (mobile(number - 1), state, "", 1, NOW, told))


@pytest.mark.parametrize(
    ("ends", "cause"),
    [
        ([BAD] * 5 + [GOOD] * 11, causes.NUMBER_INVALID),
        ([BAD] * 5 + [GOOD] * 12, ""),  # 29 %
        ([BAD] * 4, ""),  # all of them, and few
        ([BAD] * 4 + [ABSENT] * 4, ""),  # of two causes
        ([BAD] * 4 + [ABSENT] * 6, causes.ABSENT),
        ([GOOD] * 20, ""),
        ([], ""),
    ],
)
def test_many_failures_of_one_cause_pause_it(root, institution, ends, cause):
    campaign = sending(institution, *ends, WAITING)
    assert brakes.pull(root, campaign.path, NOW) == cause
    assert campaign.state == (states.PAUSED if cause else states.SENDING)
    assert find(root, FAKE).in_turn() == ([] if cause else [campaign.path])


@given(bad=st.integers(0, 40), good=st.integers(0, 40))
def test_it_pauses_where_the_share_and_the_number_are_reached_and_nowhere_else(bad, good):
    found = brakes.too_many({causes.NUMBER_INVALID: bad}, bad + good, (), FEW, NOW)
    assert (found is not None) == (bad >= 5 and bad * 100 >= 30 * (bad + good))


def test_the_figures_of_the_pause_are_kept(root, institution):
    campaign = sending(institution, *[BAD] * 6, *[ABSENT] * 2, *[GOOD] * 3, WAITING)
    brakes.pull(root, campaign.path, NOW)
    braked = brakes.pulled(campaign)
    assert (braked.cause, braked.failed, braked.ended) == (causes.NUMBER_INVALID, 6, 11)
    assert campaign.events()[-1][1:] == ("", "braked", "6")


@pytest.mark.parametrize(
    ("rules", "ends", "fields"),
    [
        (FEW._replace(brake=0), [*[BAD] * 20, WAITING], {}),
        (FEW, [BAD] * 20, {}),  # nothing waits: a pause would spare nothing
        (FEW, [*[BAD] * 20, WAITING], {"purpose": (EMERGENCY,)}),
    ],
)
def test_it_goes_on(root, institution, rules, ends, fields):
    keep_rules(institution, rules)
    campaign = sending(institution, *ends, **fields)
    assert brakes.pull(root, campaign.path, NOW) == ""
    assert campaign.state == states.SENDING


def test_a_campaign_that_is_gone_or_stands_is_left_alone(root, institution):
    campaign = sending(institution, *[BAD] * 20, WAITING)
    steering.pause(service(), campaign, None, NOW)
    assert brakes.pull(root, campaign.path, NOW) == ""
    assert brakes.pulled(campaign) is None
    assert brakes.pull(root, f"{campaign.path}x", NOW) == ""


def test_what_failed_before_somebody_let_it_go_on_does_not_count_again(root, institution):
    ends = [*[BAD] * 10, *[GOOD] * 10, *[WAITING] * 20]
    campaign = sending(institution, *ends)
    assert brakes.pull(root, campaign.path, NOW)
    steering.resume(service(), campaign, find(root, FAKE), NOW)
    assert brakes.pulled(campaign) is None
    assert brakes.pull(root, campaign.path, NOW) == ""
    end(campaign, *ends[:20], *[BAD] * 4, *[GOOD] * 4)
    assert brakes.pull(root, campaign.path, NOW) == ""
    end(campaign, *ends[:20], *[BAD] * 4, *[GOOD] * 4, BAD)
    assert brakes.pull(root, campaign.path, NOW) == causes.NUMBER_INVALID
    assert brakes.pulled(campaign)[2:4] == (5, 9)


def test_its_author_is_told_by_mail(root, institution):
    make_person(institution, "lib", email="auteur@univ.example")
    campaign = sending(institution, *[BAD] * 6, WAITING)
    brakes.pull(root, campaign.path, NOW)
    [(_, mail)] = institution.outbox.waiting()
    told = dict(mail.values)
    assert (mail.kind, mail.to, told["failed"]) == ("campaign.braked", "auteur@univ.example", "6")
    assert told["link"].endswith(f"{campaign.path}/")


def test_of_an_author_who_has_left_nobody_is_told(root, institution):
    campaign = sending(institution, *[BAD] * 6, WAITING)
    assert brakes.pull(root, campaign.path, NOW)
    assert institution.outbox is None


def test_a_contract_that_is_gone_hinders_no_pause(root, institution):
    campaign = sending(institution, *[BAD] * 6, WAITING)
    campaign.connection = "/brokers/gone"
    assert brakes.pull(root, campaign.path, NOW)
    assert campaign.state == states.PAUSED
