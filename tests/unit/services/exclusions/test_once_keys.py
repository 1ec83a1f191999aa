"""Once-only keys: nobody gets two messages with one, whoever checks, sends or hands over when."""

import pytest
from factories import NOW, make_connection, make_group, make_house, make_person, mobile
from left_out import FAKE, checked, figures, sent
from ZODB.POSException import ReadConflictError

from unisms.services.campaigns import releases
from unisms.services.delivery import claims, settlement
from unisms.services.exclusions import once_keys
from unisms.services.institution import retention
from unisms.sms import causes, states
from unisms.testing.factories import someone
from unisms.testing.store import Store

OTHER = "/institutions/paris1/brokers/other"
DAY = 86400


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=4)
    return institution


def root_of(institution):
    return institution.__parent__.__parent__


def claimed(institution, path=FAKE, most=100):
    """Return the numbers of the phones of the next batch."""
    batch = claims.claim_batch(root_of(institution), path, most, "m", NOW + 5)
    return {message.msisdn for message in batch.messages} if batch else set()


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Rentrée 2027", "rentree-2027"), ("  a  B ", "a-b"), ("!!", ""), ("x" * 90, "x" * 40)],
)
def test_a_key_is_folded(typed, key):
    assert once_keys.read(typed) == key


def test_whoever_was_handed_a_message_of_the_key_is_set_aside(paris):
    sent(paris, ("group", "l2"), takes=2, once="rentree")
    assert figures(checked(paris, ("group", "l2"), once="rentree")) == (
        2,
        {causes.ALREADY_TOLD: 2},
    )
    assert figures(checked(paris, ("group", "l2"), once="autre")) == (4, {})
    assert figures(checked(paris, ("group", "l2"))) == (4, {})


def test_another_number_makes_nobody_untold(paris):
    sent(paris, ("group", "l2"), once="rentree")
    paris["people"].renumber("l2-0", mobile(50))
    make_person(paris, "heir", "Heir", mobile(0))
    campaign = checked(paris, ("group", "l2"), ("person", "heir"), once="rentree")
    assert figures(campaign) == (0, {causes.ALREADY_TOLD: 5})


def test_of_two_checked_together_the_second_is_checked_again(paris):
    first, second = (checked(paris, ("group", "l2"), once="rentree") for _ in range(2))
    releases.release(someone(paris), first, NOW)
    with pytest.raises(releases.Outdated) as refusal:
        releases.release(someone(paris), second, NOW)
    assert refusal.value.code == "once"


def test_what_waits_elsewhere_is_looked_at_when_it_is_taken_out_of_the_queue(paris):
    make_connection(paris, "other")
    first = checked(paris, ("group", "l2"), once="rentree")
    releases.release(someone(paris), first, NOW)
    second = checked(paris, ("group", "l2"), once="rentree", connection=OTHER)
    assert figures(second) == (4, {})  # nobody was told yet
    releases.release(someone(paris), second, NOW)
    told = claimed(paris, OTHER, most=1)
    assert told == {mobile(0)}
    assert claimed(paris) == {mobile(1), mobile(2), mobile(3)}
    assert claimed(paris, OTHER) == set()
    assert first.row(1).cause == causes.ALREADY_TOLD
    assert [second.row(number).cause for number in (2, 3, 4)] == [causes.ALREADY_TOLD] * 3


def test_of_two_claims_at_one_moment_one_is_tried_again():
    store = Store()
    institution = make_house(store.root)
    make_group(institution, people=4)
    make_connection(institution, "other")
    for path in (FAKE, OTHER):
        campaign = checked(institution, ("group", "l2"), once="rentree", connection=path)
        releases.release(someone(institution), campaign, NOW)
    store.commit()
    rival = store.rival()
    first = claims.claim_batch(store.root, FAKE, 100, "m", NOW)
    second = claims.claim_batch(rival.root, OTHER, 100, "n", NOW)
    assert len(first.messages) == len(second.messages) == 4
    store.commit()
    with pytest.raises(ReadConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    assert claims.claim_batch(rival.root, OTHER, 100, "n", NOW) is None
    rival.close()
    store.close()


def test_of_two_releases_at_one_moment_one_is_tried_again():
    store = Store()
    institution = make_house(store.root)
    make_group(institution, people=4)
    sent(institution, ("group", "l2"), takes=1, once="rentree")
    paths = [checked(institution, ("group", "l2"), once="rentree").path for _ in range(2)]
    store.commit()
    rival = store.rival()
    for one, path in zip((store, rival), paths, strict=True):
        campaign = one.root["institutions"]["paris1"]["campaigns"][path.rsplit("/", 1)[1]]
        releases.release(someone(campaign), campaign, NOW)
    store.commit()
    with pytest.raises(Exception, match="conflict"):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    rival.close()
    store.close()


def test_what_never_left_keeps_nobody_from_being_told(paris):
    first = checked(paris, ("group", "l2"), once="rentree")
    releases.release(someone(paris), first, NOW)
    batch = claims.claim_batch(root_of(paris), FAKE, 100, "m", NOW)
    during = checked(paris, ("group", "l2"), once="rentree")
    assert figures(during) == (0, {causes.ALREADY_TOLD: 4})  # they may be told at this moment
    settlement.settle_batch(root_of(paris), FAKE, first.path, batch.numbers, NothingLeft(), NOW)
    assert figures(checked(paris, ("group", "l2"), once="rentree")) == (4, {})


class NothingLeft:
    answered, left, trusted = {}, (), True


def erased(institution, campaign, at):
    """Let the age of its texts erase a campaign."""
    campaign.state = states.CLOSED
    retention.erase_some(root_of(institution), "paris1", "", at)
    assert campaign.erased_at == at


def test_digests_remember_once_the_rows_are_erased(paris):
    first = sent(paris, ("group", "l2"), takes=3, once="rentree")
    erased(paris, first, NOW + 91 * DAY)
    paris["people"].renumber("l2-0", mobile(50))
    campaign = checked(paris, ("group", "l2"), once="rentree")
    assert figures(campaign) == (1, {causes.ALREADY_TOLD: 3})
    stored = [digest for digest, _ in paris.once_keys["rentree"].told()]
    assert len(stored) == 6  # a number and a uid each
    assert not any(mobile(0)[3:] in one or "l2-" in one for one in stored)


def test_digests_are_looked_at_when_a_message_is_taken_out_of_the_queue(paris):
    make_connection(paris, "other")
    second = checked(paris, ("group", "l2"), once="rentree", connection=OTHER)
    releases.release(someone(paris), second, NOW)
    first = sent(paris, ("group", "l2"), takes=3, once="rentree")
    erased(paris, first, NOW + 91 * DAY)
    assert claimed(paris, OTHER) == {mobile(3)}


def test_who_was_told_is_forgotten_after_400_days(paris):
    first = sent(paris, ("group", "l2"), once="rentree")
    erased(paris, first, NOW + 91 * DAY)
    once_keys.forget(paris, NOW + 399 * DAY)
    assert paris.once_keys["rentree"].has_told()
    once_keys.forget(paris, NOW + 402 * DAY)
    assert len(paris.once_keys) == 0


def test_digests_of_a_lost_key_are_dropped(paris):
    first = sent(paris, ("group", "l2"), once="rentree")
    assert once_keys.drop(paris) == 0
    erased(paris, first, NOW + 91 * DAY)
    assert once_keys.drop(paris) == 8
    assert not paris.once_keys["rentree"].has_told()
