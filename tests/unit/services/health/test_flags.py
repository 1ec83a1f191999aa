"""Numbers that are set aside, put back in service, and forgotten at their age."""

import nights
import pytest
from factories import (
    NOW,
    make_campaign,
    make_person,
    make_recipient,
    make_release,
    mobile,
    someone,
)
from failed_numbers import BAD, DAY, GOOD, PATH, ended, fail, look

from unisms.model import digests
from unisms.model.health import Past, Strike
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery.claims import claim_batch
from unisms.services.exclusions.judges import Judge
from unisms.services.health import flags, outages
from unisms.services.health.thresholds import Rules, keep_rules
from unisms.services.people.consent import Reader
from unisms.sms import causes, states

LATER = NOW + 2 * DAY
EMERGENCY = ("emergency",)


@pytest.fixture
def paris(root, institution):
    """An institution with one number that is set aside, ``mobile(0)``."""
    fail(root, institution, 0, 0, 1)
    return institution


def rows(campaign):
    return [(row[0], row[1], row[-1]) for _, row in campaign.stored_rows()]


def test_a_message_is_checked_without_the_number_and_its_credit_is_kept(root, paris):
    campaign = drafts.draft(
        someone(paris),
        title="Retard",
        text="Bonjour",
        audience=(("number", mobile(0)), ("number", mobile(1))),
        account="scd",
        connection=f"{PATH}/brokers/fake",
        now=LATER,
    )
    drafts.submit(campaign)
    checks.prepare(root, campaign.path, LATER)
    check = checks.check_of(campaign)
    assert check.set_aside == {causes.SUSPENDED: 1}
    assert (check.recipients, check.segments) == (1, 1)


def test_an_emergency_tries_all_the_same(paris):
    assert flags.any_of(paris)
    assert Reader(paris, (), LATER).refusal(mobile(0)) == causes.SUSPENDED
    assert Reader(paris, (), LATER).refusal(mobile(1)) is None
    assert Reader(paris, (), LATER).refusal("") is None
    assert Reader(paris, EMERGENCY, LATER).refusal(mobile(0)) is None
    paris.policies = (("emergency", "opt_out"),)
    assert Reader(paris, EMERGENCY, LATER).refusal(mobile(0)) is None


def test_a_number_of_which_a_no_is_known_is_told_by_the_no(paris):
    make_person(paris, msisdn=mobile(0))
    paris["people"].opts_out("jdupont", NOW)
    assert Reader(paris, (), LATER).refusal(mobile(0)) == causes.OPT_OUT
    assert Reader(paris, (), LATER).refusal(mobile(1)) is None


def claimed(root, campaign, now):
    batch = claim_batch(root, campaign.connection, 10, "machine", now)
    return batch and [message.msisdn for message in batch.messages]


def test_a_number_that_is_set_aside_after_the_check_is_left_out_by_the_claim(root, institution):
    root._p_jar.savepoint()
    mark = Reader(institution, (), NOW).mark
    campaign = make_release(institution, 2, judged=mark)
    fail(root, institution, 0, 0, 1)
    assert claimed(root, campaign, LATER) == [mobile(1)]
    assert campaign.row(1).cause == causes.SUSPENDED


def test_a_claim_asks_of_no_number_where_none_was_set_aside_since_the_check(root, paris):
    root._p_jar.savepoint()
    for _ in range(2):  # nights
        paris["people"].forget_recent()
    reader = Reader(paris, (), LATER)
    assert reader.asks_at_last
    assert not reader.may_differ(reader.mark)(mobile(0), "")


def test_a_number_that_is_repaired_never_receives_what_waited(root, paris):
    recipients = Judge(Reader(paris, (), LATER)).all(map(make_recipient, (0, 1)))
    waiting = make_campaign(paris, list(recipients), now=LATER)
    assert rows(waiting)[0] == (mobile(0), states.SET_ASIDE, causes.SUSPENDED)
    make_person(paris, msisdn=mobile(0))
    assert flags.repair(paris, mobile(0), LATER)
    assert not flags.repair(paris, mobile(0), LATER)
    assert Reader(paris, (), LATER).refusal(mobile(0)) is None
    releases.release(someone(waiting), waiting, LATER)
    assert claimed(root, waiting, LATER) == [mobile(1)]
    assert claimed(root, waiting, LATER) is None
    assert rows(waiting)[0] == (mobile(0), states.SET_ASIDE, causes.SUSPENDED)


def test_what_failed_before_the_repair_counts_no_more(root, paris):
    flags.repair(paris, mobile(0), LATER)
    late = ended(paris, BAD, at=LATER)
    look(root, late)
    look(root, ended(paris, BAD, at=LATER + DAY))
    assert flags.flag_of(paris, mobile(0)) is None
    look(root, ended(paris, BAD, at=LATER + 2 * DAY))
    assert flags.flag_of(paris, mobile(0)).since > LATER


def test_a_number_of_which_nothing_is_known_is_repaired_without_a_trace(root, institution):
    assert not flags.repair(institution, mobile(5), NOW)
    assert institution.numbers is None
    assert not flags.any_of(institution)
    fail(root, institution, 0, 0)
    assert not flags.repair(institution, mobile(5), NOW)
    assert len(list(institution.numbers.pasts())) == 1


def test_numbers_are_put_back_in_service_on_demand(root, paris):
    fail(root, paris, 1, 0, 1)
    fail(root, paris, 2, 0, refused=True)
    chosen = [digest for digest, flag in paris.numbers.flags()][:1]
    actor = someone(paris)
    assert flags.mend(actor, [], LATER) == 0
    assert flags.mend(actor, chosen, LATER) == 1
    assert flags.mend(actor, chosen, LATER) == 0
    assert len(paris.numbers.flags()) == 2
    assert flags.mend(actor, [one for one, _ in paris.numbers.flags()], LATER) == 2
    assert [entry.verb for entry in paris.audit.waiting()] == ["numbers.mended"] * 2


def test_the_number_of_a_person_is_put_back_in_service(root, paris):
    actor = someone(paris)
    assert flags.mend_number(actor, mobile(0), LATER) == 1
    assert flags.mend_number(actor, mobile(0), LATER) == 0
    assert flags.flag_of(paris, mobile(0)) is None


def test_where_no_message_was_ever_over_there_is_nothing_to_put_back(institution):
    assert flags.mend(someone(institution), ["x"], NOW) == 0


def test_the_night_puts_numbers_back_after_the_days_of_the_institution(root, paris):
    keep_rules(paris, Rules(kept=30))
    nights.forget_of(root, "paris1", NOW + 30 * DAY)
    assert flags.flag_of(paris, mobile(0))
    nights.forget_of(root, "paris1", NOW + 32 * DAY)
    assert flags.flag_of(paris, mobile(0)) is None


def test_all_that_is_known_of_a_number_goes_after_a_year(root, paris):
    look(root, ended(paris, *[BAD] * 40, at=NOW + 5 * DAY, first=10))
    look(root, ended(paris, GOOD, network="208-01", first=9))
    nights.forget_of(root, "paris1", NOW + 300 * DAY)
    assert flags.flag_of(paris, mobile(0))
    assert outages.of_connection(root, paris["brokers"]["fake"], NOW)
    nights.forget_of(root, "paris1", NOW + 670 * DAY)  # its owner was told after 300 days
    numbers = paris.numbers
    assert not numbers.has_pasts()
    assert not numbers.has_flags()
    assert numbers.all_outages() == []
    assert list(numbers.hours(1, 0, 10**7)) == []
    assert list(numbers.networks("2000-01")) == []


def test_a_night_of_an_institution_without_messages_does_nothing(root, institution):
    nights.forget_of(root, "paris1", NOW)
    assert institution.numbers is None


def test_moments_of_the_future_are_not_believed(root, institution):
    fail(root, institution, 0, 1000, 1001)
    numbers = institution.numbers
    numbers.redate(NOW, NOW)
    (flag,) = [flag for _, flag in numbers.flags()]
    (past,) = [past for _, past in numbers.pasts()]
    assert flag.since == NOW
    assert {one.at for one in past.read()} == {NOW}
    assert past[1:] == Past()[1:]


@pytest.mark.parametrize("a_day", [1, 4, 20])
def test_a_number_that_nothing_reaches_is_set_aside_however_often_it_is_written_to(
    institution, a_day
):
    for place in range(31 * a_day):
        at = NOW + place * DAY // a_day
        failure = Strike(at, causes.EXPIRED, 1, f"c{place}", 1, at)
        if flags.strike(institution, mobile(0), failure, Rules(), at):
            break
    assert at == NOW + 30 * DAY


def test_a_message_that_arrives_ends_a_run_of_many_failures(institution):
    for place in range(100):
        at = NOW + place * DAY // 4
        failure = Strike(at, causes.EXPIRED, 1, f"c{place}", 1, at)
        flags.strike(institution, mobile(0), failure, Rules(), at)
        if place == 90:
            digest = digests.of_number(institution, mobile(0))
            flags.clear(institution.numbers, digest, at, Rules())
    assert len(institution.numbers.past(digest).strikes) == 9
