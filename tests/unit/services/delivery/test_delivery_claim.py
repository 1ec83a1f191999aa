"""Claims: what leaves the queue for good, in whose turn, and what is stepped over."""

import pytest
from claims import claim, settle, taken
from factories import (
    NOW,
    make_campaign,
    make_connection,
    make_group,
    make_house,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
)

from unisms.model.connections import SenderId
from unisms.model.rows import Claim
from unisms.model.themes import Member, Theme
from unisms.ports import Outgoing
from unisms.services.campaigns import releases
from unisms.services.money import billing
from unisms.services.people import consent
from unisms.services.people.consent import Reader
from unisms.services.rights import rights
from unisms.sms import causes, states
from unisms.testing.factories import someone


def test_a_claim_takes_messages_out_of_the_queue_for_good(root, institution, connection):
    connection.sender_ids = (tuple(SenderId("BIBLIO")),)
    campaign = make_release(institution, 3, sender_id="BIBLIO")
    batch = claim(root, 2)
    assert (batch.campaign, batch.numbers, batch.pace) == (campaign.path, (1, 2), 0)
    assert batch.messages[0] == Outgoing(
        f"{campaign.__name__}.1", mobile(0), "Bonjour Personne 0", "BIBLIO"
    )
    assert reread(campaign).handover.claims == (tuple(Claim((1, 2), NOW, "here")),)
    assert claim(root, 2).numbers == (3,)


def test_a_claim_takes_no_more_than_may_leave_in_a_second(root, institution, connection):
    make_release(institution, 5)
    connection.pace = 2
    assert claim(root, 100).numbers == (1, 2)
    connection.pace = 50
    assert claim(root, 2).numbers == (3, 4)


def causes_of(campaign):
    return {
        number: row[5]
        for number, row in reread(campaign).stored_rows()
        if row[1] == states.SET_ASIDE
    }


def test_who_said_no_after_the_check_gets_nothing_and_is_not_paid_for(
    root, institution, connection
):
    make_group(institution)  # those of the numbers 0, 1 and 2
    campaign = make_campaign(institution, 5)
    campaign.remember(NOW, "", "checked")
    releases.release(someone(campaign), campaign, NOW)
    consent.accept(rights.person(institution, "l2-0"), "l2-0", NOW)
    consent.opt_out(rights.person(institution, "l2-1"), "l2-1", NOW)
    consent.opt_out(
        rights.person(institution, "l2-2"), "l2-2", NOW - 3600
    )  # by a clock that was set back, or by a request that began before
    batch = claim(root)
    assert batch.numbers == (1, 4, 5)
    assert causes_of(campaign) == {2: causes.OPT_OUT, 3: causes.OPT_OUT}
    settle(root, batch, taken(1, 4, 5))
    assert reread(campaign).state == states.SENT
    assert billing.spent(campaign, institution["accounts"]["scd"])[0] == 3


def test_who_said_no_after_a_check_that_judged_everybody_gets_nothing(root, institution):
    make_group(institution)
    root._p_jar.savepoint()
    mark = Reader(institution, (), NOW).mark
    campaign = make_release(institution, 4, judged=mark)
    consent.opt_out(rights.person(institution, "l2-1"), "l2-1", NOW)
    consent.refuse_number(someone(campaign), institution, mobile(3), NOW)
    assert claim(root).numbers == (1, 3)
    assert causes_of(campaign) == {2: causes.OPT_OUT, 4: causes.OPT_OUT}


def test_a_no_is_heeded_of_a_person_who_has_another_number_in_the_directory(root, institution):
    for number, uid in enumerate(("ada", "bob"), 90):
        make_person(institution, uid, msisdn=mobile(number))
    people = [make_recipient(0, uid="ada"), make_recipient(1, uid="bob"), make_recipient(2)]
    campaign = make_release(institution, people)
    consent.opt_out(rights.person(institution, "ada"), "ada", NOW)
    assert [campaign.uid(number) for number in (1, 2, 3)] == ["ada", "bob", ""]
    assert claim(root).numbers == (2, 3)
    campaign.clear_rows()
    assert campaign.uid(1) == ""


def test_the_purpose_of_a_campaign_decides_at_last_too(root, institution):
    make_group(institution)
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    for uid in ("l2-0", "l2-1"):
        theme.join(uid, Member(NOW), "2027-01-15")
    campaign = make_release(institution, 3, purpose=("theme", "bu"))
    urgent = make_release(institution, 3, purpose=("emergency",), urgent=True)
    theme.leave("l2-1", NOW, "2027-01-15")
    consent.opt_out(rights.person(institution, "l2-0"), "l2-0", NOW)
    assert claim(root).campaign == urgent.path
    assert claim(root) is None
    assert causes_of(campaign) == {
        1: causes.OPT_OUT,
        2: causes.OPT_OUT,
        3: causes.NO_CONSENT,
    }


def test_a_claim_goes_on_behind_those_who_are_set_aside(root, institution):
    make_group(institution)
    campaign = make_release(institution, 4)
    for uid in ("l2-0", "l2-1"):
        consent.opt_out(rights.person(institution, uid), uid, NOW)
    assert claim(root, 2).numbers == (3, 4)
    assert set(causes_of(campaign)) == {1, 2}


def test_when_everybody_left_said_no_nothing_leaves_and_the_campaign_ends(root, institution):
    make_group(institution)
    campaign = make_release(institution, 3)
    for uid in ("l2-0", "l2-1", "l2-2"):
        consent.opt_out(rights.person(institution, uid), uid, NOW)
    assert claim(root) is None
    assert reread(campaign).state == states.SENT


@pytest.mark.parametrize(
    ("rule", "value", "cause"),
    [
        ("consent", "said_yes", causes.NO_CONSENT),
        ("foreign_numbers", "refuse", causes.FOREIGN_NOT_ALLOWED),
    ],
)
def test_rules_that_are_changed_hold_for_what_has_not_left(root, institution, rule, value, cause):
    make_person(institution, msisdn=mobile(0))
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW)
    campaign = make_release(
        institution, [make_recipient(), make_recipient(msisdn="+4479110000001")]
    )
    setattr(institution, rule, value)
    assert claim(root).numbers == (1,)
    assert causes_of(campaign) == {2: cause}


def test_nothing_waits_on_an_idle_line(root, institution):
    assert claim(root) is None


def test_a_claim_tells_the_pace_of_the_connection(root, institution, connection):
    connection.pace = 20
    make_release(institution)
    assert claim(root).pace == 20


def test_rows_set_aside_are_stepped_over(root, institution):
    people = [make_recipient(0), make_recipient(1, cause=causes.NO_NUMBER), make_recipient(2)]
    make_release(institution, people)
    assert claim(root, 2).numbers == (1, 3)


def test_campaigns_of_several_institutions_are_served_in_turn(root):
    for name in ("paris1", "lyon2"):
        make_house(root, name)
    make_connection(root, "consortium")
    for name in ("paris1", "lyon2"):
        make_release(root["institutions"][name], 3, connection="/brokers/consortium")
    served = [claim(root, 1, path="/brokers/consortium").campaign.split("/")[2] for _ in range(4)]
    assert served in (["paris1", "lyon2"] * 2, ["lyon2", "paris1"] * 2)


def test_an_urgent_message_goes_before_the_rest_of_a_large_campaign(root, institution):
    make_release(institution, 5)
    claim(root, 1)
    urgent = make_release(institution, 1, urgent=True)
    assert claim(root, 1).campaign == urgent.path


def test_a_campaign_with_nothing_left_leaves_the_line_to_the_next(root, institution, connection):
    first = make_release(institution, 1, urgent=True)
    second = make_release(institution, 1)
    settle(root, claim(root), taken(1))
    assert claim(root).campaign == second.path
    assert first.path not in reread(connection).in_turn()


def test_while_a_claim_is_open_a_campaign_with_nothing_left_is_not_sent_yet(
    root, institution, connection
):
    campaign = make_release(institution, 1)
    batch = claim(root)
    assert claim(root) is None
    assert (campaign.state, reread(connection).in_turn()) == (states.SENDING, [])
    settle(root, batch, taken(1))
    assert campaign.state == states.SENT


def test_rows_given_back_that_have_got_their_news_do_not_hide_the_others(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root, 1))
    campaign.write(1, campaign.row(1)._replace(state=states.DELIVERED))
    assert claim(root, 1).numbers == (2,)
    assert reread(campaign).handover.returned == ()


def test_rows_given_back_go_first_and_others_fill_the_claim(root, institution):
    campaign = make_release(institution, 5)
    settle(root, claim(root, 3))
    assert campaign.handover.returned == (1, 2, 3)
    assert [claim(root, 2).numbers for _ in range(3)] == [(1, 2), (3, 4), (5,)]


def test_a_campaign_paused_by_another_leaves_the_line_when_its_turn_comes(
    root, institution, connection
):
    campaign = make_release(institution)
    campaign.state = states.PAUSED
    assert claim(root) is None
    assert reread(connection).in_turn() == []
    assert campaign.state == states.PAUSED
