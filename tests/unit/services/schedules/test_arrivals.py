"""A scheduled campaign whose hour has come leaves once, or is taken back with the reason."""

import pytest
from factories import NOW, make_campaign, mobile
from planned import TEN, arrive, checked, house, join, mails, scheduled, shown, zoe

from unisms.services.campaigns import releases
from unisms.services.delivery import claims
from unisms.services.ground import lives
from unisms.services.people import consent
from unisms.services.rules import timetables
from unisms.services.schedules import arrivals, departures
from unisms.sms import states
from unisms.testing.factories import someone

MACHINE = "machine"


@pytest.fixture
def institution(root):
    return house(root)


def refused(campaign):
    """The state and why it has not left, as pages tell it."""
    return campaign.state, campaign.scheduled.refused[:2]


def test_at_its_hour_it_leaves_and_not_before(institution):
    campaign = scheduled(institution)
    assert arrive(campaign, TEN - 1) == ""
    assert arrive(campaign) == campaign.connection
    assert (campaign.state, campaign.sent_at) == (states.SENDING, TEN)
    assert institution["accounts"]["scd"].available == 960
    assert list(campaign.__parent__.due()) == []
    assert arrive(campaign, TEN + 1) == ""  # another worker had the same task


def test_what_waits_a_minute_only_leaves_as_it_was_checked(institution):
    timetables.choose(institution, timetables.UNDO, 1)
    campaign = checked(institution)
    departures.depart(zoe(institution), campaign, NOW)
    join(institution, 5)
    assert arrive(campaign, NOW + departures.UNDO)
    assert campaign.counted("recipients") == 40


def test_whoever_was_never_in_the_directory_cannot_have_left_it(institution):
    institution.grants.give("person:cas", "administrator")
    stranger, campaign = someone(institution, "cas"), checked(institution, at=shown(TEN))
    departures.depart(stranger, campaign, NOW)
    assert not campaign.scheduled.is_known
    assert arrive(campaign) == campaign.connection


def test_the_audience_is_resolved_again_and_the_difference_is_kept(institution):
    campaign = scheduled(institution)
    join(institution, 3)
    institution["groups"]["l2"].uids.remove("l2-7")
    assert arrive(campaign)
    assert (campaign.counted("recipients"), campaign.scheduled.added, campaign.scheduled.gone) == (
        42,
        3,
        1,
    )
    assert mobile(500) in {row[0] for _, row in campaign.stored_rows()}


def test_somebody_who_said_no_meanwhile_gets_nothing(institution):
    campaign = scheduled(institution)
    consent.opt_out(zoe(institution), "l2-7", NOW + 60)
    assert arrive(campaign)
    assert (campaign.counted("recipients"), campaign.scheduled.gone) == (39, 1)


@pytest.mark.parametrize(("more", "leaves"), [(8, True), (10, True), (11, False), (40, False)])
def test_a_group_that_has_grown_by_more_than_a_fifth_waits_for_somebody(institution, more, leaves):
    campaign = scheduled(institution)
    join(institution, more)
    assert bool(arrive(campaign)) is leaves
    if not leaves:
        assert refused(campaign) == (states.CHECKED, ("schedule", "grown"))
        assert campaign.scheduled.refused[2] == (40 + more, 40)
        assert campaign.counted("recipients") == 40 + more  # the check that is read tells them


def test_a_large_group_may_grow_by_a_fifth_or_by_what_the_institution_says(root):
    institution = house(root, people=100)
    campaign = scheduled(institution)
    join(institution, 20)
    assert arrive(campaign)
    timetables.choose(institution, timetables.GROWTH, 5)
    other = scheduled(institution, now=NOW)
    join(institution, 11, since=900)
    assert arrive(other) == ""


def test_a_group_whose_people_were_all_replaced_waits_though_it_is_as_large(institution):
    campaign = scheduled(institution)
    group = institution["groups"]["l2"]
    for uid in list(group.uids):
        group.uids.remove(uid)
    join(institution, 40)
    assert arrive(campaign) == ""
    assert refused(campaign) == (states.CHECKED, ("schedule", "grown"))


def no_credit(institution, campaign):
    other = make_campaign(institution, 990, now=NOW)
    releases.release(zoe(institution), other, NOW)


def closed(institution, campaign):
    institution["accounts"]["scd"].closed = True


def dearer(institution, campaign):
    institution["brokers"]["fake"].prices = (("+33", 90_000), ("", 120_000))


def other_rules(institution, campaign):
    institution.foreign_numbers = "refuse"


def connection_gone(institution, campaign):
    institution["brokers"].remove("fake")


def no_role(institution, campaign):
    institution.grants.withdraw("person:zoe", "sender")


def left(institution, campaign):
    institution.grants.withdraw("person:zoe", "sender")
    institution["people"].remove("zoe")


def nobody(institution, campaign):
    for number in range(40):
        institution["people"][f"l2-{number}"].msisdn = ""


CASES = [
    (no_credit, states.CHECKED, ("send", "credit")),
    (closed, states.CHECKED, ("send", "closed")),
    (dearer, states.CHECKED, ("send", "outdated_price")),
    (connection_gone, states.CHECKED, ("send", "outdated_connection")),
    (no_role, states.CHECKED, ("send", "account")),
    (left, states.CHECKED, ("schedule", "left")),
    (nobody, states.CHECKED, ("send", "nobody")),
]


@pytest.mark.parametrize(
    ("happens", "state", "why"), CASES, ids=[one.__name__ for one, *_ in CASES]
)
def test_what_holds_no_more_keeps_it_from_leaving(institution, happens, state, why):
    campaign = scheduled(institution)
    happens(institution, campaign)
    assert arrive(campaign) == ""
    assert refused(campaign) == (state, why)
    assert not campaign.has_begun
    assert list(campaign.__parent__.due()) == []
    assert campaign.events()[-1].verb == "returned"


def test_the_people_of_a_message_that_has_not_left_are_told_by_mail(institution):
    campaign = scheduled(institution)
    closed(institution, campaign)
    arrive(campaign)
    [mail] = mails(institution)
    told = dict(mail.values)
    assert (mail.kind, mail.to, mail.uid) == ("schedule.not_left", "zoe@paris1.example", "zoe")
    assert told["title"] == "Retard"
    assert told["link"].endswith(campaign.path)


def test_a_group_that_is_gone_sends_it_back_to_its_draft(institution):
    campaign = scheduled(institution)
    institution["groups"].remove("l2")
    assert arrive(campaign) == ""
    assert refused(campaign) == (states.DRAFT, ("schedule", "unprepared"))
    assert campaign.problem == "audience_gone"


def test_a_directory_that_is_gone_sends_it_back_too(institution):
    campaign = scheduled(institution)
    campaign.audience = (("directory", "ldap/gone"),)
    assert arrive(campaign) == ""
    assert (campaign.state, campaign.problem) == (states.DRAFT, "audience_gone")


def test_an_hour_after_its_hour_it_leaves_no_more_by_itself(institution):
    campaign = scheduled(institution)
    assert arrive(campaign, TEN + arrivals.LATEST + 1) == ""
    assert refused(campaign) == (states.CHECKED, ("schedule", "late"))
    other = scheduled(institution)
    assert arrive(other, TEN + arrivals.LATEST)


def test_in_a_store_that_was_restored_after_its_hour_it_may_have_left_already(institution, root):
    campaign = scheduled(institution)
    restored = lives.Restore(TEN + 300, NOW, TEN + 200, (), TEN + 400, "op")
    lives.life_of(root).restored = tuple(restored)
    assert arrive(campaign, TEN + 500) == ""
    assert refused(campaign) == (states.CHECKED, ("schedule", "restored"))


def test_in_a_store_that_is_held_it_waits(institution, root):
    campaign = scheduled(institution)
    lives.life_of(root).restored = tuple(lives.Restore(NOW + 300, NOW, NOW + 200, ()))
    assert arrive(campaign) == ""
    assert (campaign.state, campaign.scheduled.is_pending) == (states.SCHEDULED, True)


def test_a_clock_that_made_a_leap_lets_nothing_leave(institution, root):
    campaign = scheduled(institution, at=TEN + 3 * 86400)
    lives.life_of(root).trusted = NOW
    assert arrive(campaign, TEN + 3 * 86400) == ""
    assert (campaign.state, campaign.scheduled.is_pending) == (states.SCHEDULED, True)


def test_it_is_of_no_use_any_more_when_its_hour_comes_late(institution):
    campaign = scheduled(institution, until=shown(TEN + 1800))
    assert arrive(campaign, TEN + 1800) == ""
    assert refused(campaign) == (states.CHECKED, ("send", "untimely_late"))


def test_the_sweep_tells_of_what_is_due_within_its_minute(institution, root):
    campaign = scheduled(institution)
    scheduled(institution, at=TEN + 7200)
    assert [*arrivals.to_leave(root, TEN - arrivals.AHEAD - 1)] == []
    [task] = arrivals.to_leave(root, TEN - arrivals.AHEAD)
    assert task == ("leave_campaign", campaign.path, "zoe", TEN)


def test_gone_or_called_back_meanwhile_there_is_nothing_to_do(institution, root):
    campaign = scheduled(institution)
    departures.cancel(zoe(institution), campaign, NOW)
    assert arrive(campaign) == ""
    path = campaign.path
    campaign.__parent__.remove(campaign.__name__)
    assert (arrivals.renew(root, path, TEN), arrivals.leave(root, path, TEN)) == ((), "")


def test_what_was_not_looked_at_again_does_not_leave(institution, root):
    campaign = scheduled(institution)
    assert arrivals.leave(root, campaign.path, TEN) == ""
    assert campaign.state == states.SCHEDULED
    assert arrive(campaign)


def test_an_answer_on_its_way_in_counts_for_a_while(institution, root):
    campaign = scheduled(institution)
    arrivals.renew(root, campaign.path, TEN)
    events = len(campaign.events())
    arrivals.renew(root, campaign.path, TEN + 60)
    assert len(campaign.events()) == events


def test_what_has_not_left_in_time_is_set_aside_as_too_late(institution, root):
    campaign = scheduled(institution, until=shown(TEN + 1800))
    arrive(campaign)
    path = campaign.connection
    batch = claims.claim_batch(root, path, 10, MACHINE, TEN + 1)
    assert {one.until for one in batch.messages} == {TEN + 1800}
    assert claims.claim_batch(root, path, 10, MACHINE, TEN + 1800) is None
    found = [row[1] for _, row in campaign.stored_rows()]
    assert found.count(states.SET_ASIDE) == 30
    assert {campaign.row(number).cause for number in range(11, 41)} == {"too_late"}
