"""A message that needs a yes: asked for, said, refused, sent back; one of two acts wins."""

import pytest
from factories import NOW, make_campaign, make_recipient, someone

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.approvals import ApprovalRules, Decision
from unisms.model.campaigns import WrongState
from unisms.services.approvals import approvals, frozen, texts
from unisms.services.approvals.approvals import NobodyDecides, NoComment, TooSoon
from unisms.services.approvals.approvers import MayNotDecide
from unisms.services.campaigns import drafts, guards, releases
from unisms.services.ground import journal
from unisms.services.money import billing
from unisms.sms import states

HOUR = 3600


@pytest.fixture
def lib(institution):
    return someone(institution)


@pytest.fixture
def scd(institution):
    return someone(institution, "scd")


def test_a_message_that_needs_no_yes_leaves_at_once(institution, lib):
    campaign = make_campaign(institution, 2)
    assert approvals.go(lib, campaign, NOW) == ()
    assert (campaign.state, campaign.approval) == (states.SENDING, None)


def test_a_message_that_needs_one_waits_and_reserves_nothing(
    institution, lib, checked, posted, verbs
):
    assert approvals.go(lib, checked, NOW) == (("recipients", 3),)
    approval = checked.awaited
    assert checked.state == states.AWAITING_APPROVAL
    assert (approval.asked_at, approval.by, approval.asked) == (NOW, "lib", ("scd",))
    assert approval.unusual == (("first", ""),)
    assert institution["accounts"]["scd"].available == 1_000
    assert posted(texts.ASKED) == ["scd"]
    assert verbs("campaign.asked") == ["lib"]
    assert institution.awaiting.names() == [checked.__name__]


def test_nobody_is_asked_about_what_could_not_leave(institution, lib, checked):
    account = institution["accounts"]["scd"]
    with pytest.raises(NotEnoughCredit):
        _with(checked, segments=2_000, of=lambda: approvals.go(lib, checked, NOW))
    account.closed = True
    with pytest.raises(AccountClosed):
        approvals.go(lib, checked, NOW)
    account.closed = False
    with pytest.raises(guards.BeyondLimit):
        approvals.go(someone(institution, "temp"), checked, NOW)
    checked.connection = "/nowhere"
    with pytest.raises(releases.Outdated):
        approvals.go(lib, checked, NOW)
    assert checked.state == states.CHECKED


def _with(campaign, segments, of):
    before = campaign.check
    campaign.check = (*before, ("segments", segments))
    try:
        of()
    finally:
        campaign.check = before


def test_nobody_is_asked_about_a_message_to_nobody(institution, lib):
    institution.approval_rules = tuple(ApprovalRules(by_role=True))
    campaign = make_campaign(institution, [make_recipient(0, cause="opt_out")])
    with pytest.raises(releases.NobodyToWriteTo):
        approvals.go(lib, campaign, NOW)


def test_a_message_about_which_nobody_could_decide_stays_checked(institution, lib, checked):
    for uid, role, place in (
        ("chef", "approver", ""),
        ("scd", "approver", "accounts/scd"),
        ("boss", "administrator", ""),
    ):
        institution.grants.withdraw(f"person:{uid}", role, place)
    with pytest.raises(NobodyDecides):
        approvals.go(lib, checked, NOW)
    assert checked.state == states.CHECKED


def test_a_yes_lets_the_message_leave_in_the_name_of_who_asked(
    institution, scd, awaiting, posted, verbs
):
    assert approvals.approve(scd, awaiting, NOW + HOUR) is None
    assert awaiting.state == states.SENDING
    assert awaiting.awaited.granted_at - awaiting.awaited.asked_at == HOUR
    [entry] = institution["accounts"]["scd"].entries_of(awaiting.__name__)
    assert (entry.by, entry.segments) == ("lib", -3)
    assert (verbs("campaign.approved"), verbs("campaign.sent")) == (["scd"], ["lib"])
    assert posted(texts.APPROVED) == ["lib"]
    assert institution.awaiting.names() == []


def test_the_senders_act_has_not_the_address_of_who_says_yes(institution, scd, awaiting):
    token = journal.address.set("192.0.2.1")
    approvals.approve(scd, awaiting, NOW)
    journal.address.reset(token)
    told = {one.verb: one.address for one in institution.audit.waiting()}
    assert (told["campaign.approved"], told["campaign.sent"]) == ("192.0.2.1", "")


def test_a_second_yes_says_that_it_is_late(scd, awaiting):
    approvals.approve(scd, awaiting, NOW)
    with pytest.raises(MayNotDecide, match="late"):
        approvals.approve(scd, awaiting, NOW)
    assert len(awaiting.awaited.answers) == 1


@pytest.mark.parametrize("act", ["approve", "refuse", "send_back"])
def test_nobody_decides_about_their_own_message(awaiting, lib, act):
    told = () if act == "approve" else ("No",)
    with pytest.raises(MayNotDecide, match="oneself"):
        getattr(approvals, act)(lib, awaiting, NOW, *told)
    assert awaiting.state == states.AWAITING_APPROVAL


def close(institution, campaign):
    institution["accounts"]["scd"].closed = True


def remove(institution, campaign):
    institution["accounts"].remove("scd")


def spend(institution, campaign):
    billing.reserve(someone(institution), institution["accounts"]["scd"], "other", 998, 0, NOW)


def withdraw_role(institution, campaign):
    institution.grants.withdraw("person:lib", "sender")


def take_away(institution, campaign):
    institution["brokers"].remove("fake")


def change_prices(institution, campaign):
    institution["brokers"]["fake"].prices = (("", 90_000),)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (close, "closed"),
        (remove, "closed"),
        (spend, "credit"),
        (withdraw_role, "account"),
        (take_away, "outdated_connection"),
        (change_prices, "outdated_price"),
    ],
)
def test_a_message_with_a_yes_that_cannot_leave_is_checked_again_and_both_are_told(
    institution, scd, awaiting, posted, what, code
):
    what(institution, awaiting)
    account = institution["accounts"].get("scd")
    before = account and account.available
    problem = approvals.approve(scd, awaiting, NOW)
    assert (problem.field, problem.code) == ("send", code)
    assert awaiting.state == states.CHECKED
    assert Decision(*awaiting.awaited.answers[-1]) == Decision(NOW, "scd", "unfit", code=code)
    assert posted(texts.UNFIT) == ["lib", "scd"]
    assert (account and account.available) == before


def test_a_yes_to_something_else_than_was_asked_about_is_none(scd, awaiting):
    awaiting.text = "Bonsoir [nom]"
    problem = approvals.approve(scd, awaiting, NOW)
    assert problem.code == "changed"
    assert awaiting.state == states.CHECKED
    assert awaiting.awaited.last.end == "changed"


def test_whatever_decides_what_leaves_is_in_the_digest(institution, checked):
    digests = {frozen.digest(checked)}
    for change in (
        {"text": "Bonsoir"},
        {"sender_id": "BU"},
        {"account": "other"},
        {"urgent": True},
        {"check": (("recipients", 9),)},
    ):
        for name, value in change.items():
            setattr(checked, name, value)
        digests.add(frozen.digest(checked))
    checked.rewrite_values(1, ("Somebody", "", "Somebody"))
    digests.add(frozen.digest(checked))
    checked.freeze([(1, checked.row(1)._replace(msisdn="+33639989999"))], ())
    digests.add(frozen.digest(checked))
    checked.annotate([(1, "x")], ("STOP",), [(1, 1)])
    assert len(digests | {frozen.digest(checked)}) == 9


def test_a_no_says_why_and_nothing_is_kept_frozen(institution, scd, awaiting, posted, verbs):
    approvals.refuse(scd, awaiting, NOW, "  The date\nis wrong. ")
    assert awaiting.state == states.REFUSED
    assert awaiting.awaited.last == Decision(NOW, "scd", "refused", "The date is wrong.")
    assert not awaiting.has_rows()
    assert (posted(texts.REFUSED), verbs("campaign.refused")) == (["lib"], ["scd"])
    drafts.change(someone(institution), awaiting, now=NOW, **fields_of(awaiting, "Mieux"))
    assert awaiting.state == states.DRAFT


def fields_of(campaign, text):
    names = ("title", "account", "connection", "sender_id", "urgent", "on_doubt")
    told = {name: getattr(campaign, name) for name in names}
    return {**told, "text": text, "audience": (("number", "+33639980000"),)}


def test_a_message_that_is_sent_back_is_a_draft_with_its_comment(scd, awaiting, posted, verbs):
    approvals.send_back(scd, awaiting, NOW, "Shorter, please.")
    assert awaiting.state == states.DRAFT
    assert awaiting.awaited.last.comment == "Shorter, please."
    assert (posted(texts.SENT_BACK), verbs("campaign.sent_back")) == (["lib"], ["scd"])


@pytest.mark.parametrize("act", [approvals.refuse, approvals.send_back])
def test_a_no_without_a_reason_is_none(scd, awaiting, act):
    with pytest.raises(NoComment):
        act(scd, awaiting, NOW, " \n ")
    assert awaiting.state == states.AWAITING_APPROVAL


def test_a_comment_is_as_long_as_a_mail_tells_it(scd, awaiting):
    approvals.refuse(scd, awaiting, NOW, "x" * 2_000)
    assert len(awaiting.awaited.last.comment) == approvals.LONGEST


def test_the_author_withdraws_and_those_asked_are_told(lib, awaiting, posted, verbs):
    approvals.withdraw(lib, awaiting, NOW)
    assert awaiting.state == states.CHECKED
    assert (posted(texts.WITHDRAWN), verbs("campaign.withdrawn")) == (["scd"], ["lib"])
    with pytest.raises(WrongState):
        approvals.withdraw(lib, awaiting, NOW)


def test_a_change_cancels_the_request(institution, lib, scd, awaiting):
    drafts.change(lib, awaiting, now=NOW, **fields_of(awaiting, "Autre"))
    assert awaiting.state == states.DRAFT
    with pytest.raises(MayNotDecide, match="late"):
        approvals.approve(scd, awaiting, NOW)


def test_a_new_request_knows_the_answers_to_those_before(institution, lib, scd, awaiting):
    approvals.withdraw(lib, awaiting, NOW)
    approvals.go(lib, awaiting, NOW + 60)
    assert [Decision(*one).end for one in awaiting.awaited.answers] == ["withdrawn"]
    assert awaiting.awaited.ended_at == 0
    for turn in range(15):
        approvals.withdraw(lib, awaiting, NOW + turn)
        approvals.go(lib, awaiting, NOW + turn)
    assert len(awaiting.awaited.answers) == 10


def test_the_author_has_them_reminded_once_an_hour(lib, awaiting, posted):
    for at in (NOW, NOW + HOUR - 1):
        with pytest.raises(TooSoon):
            approvals.remind(lib, awaiting, at)
    approvals.remind(lib, awaiting, NOW + HOUR)
    with pytest.raises(TooSoon):
        approvals.remind(lib, awaiting, NOW + HOUR + 1)
    assert posted(texts.REMINDED) == ["scd"]
    approvals.withdraw(lib, awaiting, NOW + HOUR)
    with pytest.raises(WrongState):
        approvals.remind(lib, awaiting, NOW + 9 * HOUR)


def test_a_sender_who_may_not_learn_who_is_left_is_judged_by_what_they_were_told(
    institution, lib, scd
):
    campaign = make_campaign(institution, 2)
    assert approvals.go(lib, campaign, NOW, (5, 5)) == (("recipients", 3),)
    assert campaign.awaited.told == (5, 5)
    assert approvals.approve(scd, campaign, NOW) is None


def test_a_message_that_was_never_asked_about_awaits_nothing(checked):
    with pytest.raises(LookupError):
        _ = checked.awaited
    assert checked.asked_aces(None) == []


def test_what_was_asked_is_forgotten_with_the_texts_and_who_decided_when_stays(
    institution, scd, awaiting
):
    approvals.send_back(scd, awaiting, NOW, "For Jeanne")
    awaiting.erase(NOW)
    kept = awaiting.awaited
    assert (kept.digest, kept.reasons, kept.unusual, kept.sources) == ("", (), (), ())
    assert kept.last == Decision(NOW, "scd", "sent_back")


def test_where_people_come_from_is_told_the_largest_group_first(institution):
    told = [make_recipient(0, source="L2"), make_recipient(1, source="L2"), make_recipient(2)]
    told += [make_recipient(3, source="12"), make_recipient(4, source="13", cause="opt_out")]
    campaign = make_campaign(institution, told)
    assert frozen.sources(campaign) == (("L2", 2), ("", 1), ("file", 1))
