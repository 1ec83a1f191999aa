"""The purpose of a message: from its themes, by choice, or of its account; and emergencies."""

import pytest
from factories import NOW, make_campaign, make_draft, make_group, make_house, make_person, mobile

from unisms.model.roles import Role
from unisms.model.themes import Member, Theme
from unisms.services.campaigns import (
    checks,
    composition,
    drafts,
    guards,
    manuscripts,
    releases,
    trial,
)
from unisms.services.campaigns.drafts import BadDraft
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.ground.problem import Problem
from unisms.services.people import consent
from unisms.services.people.consent import Reader
from unisms.services.rights import rights
from unisms.sms import causes
from unisms.sms.purposes import EMERGENCY, PARTNER, THEME
from unisms.testing.factories import someone

ALERT = (EMERGENCY,)
SPORT = (THEME, "sport")
SENDER = ["institution:view", "campaign:compose", "campaign:send"]


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_group(institution)
    for name, kind in (("sport", THEME), ("bu", THEME), ("crous", PARTNER)):
        theme = institution["themes"].add(name, Theme(name.title(), "lib"))
        theme.kind = kind
    institution["roles"].add("sender", Role("S", SENDER))
    institution["roles"].add("alert", Role("A", [*SENDER, "campaign:emergency"]))
    institution.grants.give("person:lib", "sender")
    institution.grants.give("person:chief", "alert")
    return institution


def draft(**fields):
    return Draft(
        text="Bonjour", account="scd", connection="/institutions/paris1/brokers/fake", **fields
    )


@pytest.mark.parametrize(
    ("audience", "chosen", "account", "purpose"),
    [
        ([("group", "l2")], (), (), ()),
        ([("group", "l2")], (), SPORT, SPORT),
        ([("group", "l2")], (THEME, "bu"), SPORT, (THEME, "bu")),
        ([("theme", "sport")], (THEME, "bu"), (THEME, "bu"), SPORT),
        ([("theme", "sport"), ("theme", "bu")], (), (), (THEME, "sport bu")),
        ([("theme", "sport")], ALERT, SPORT, ALERT),
    ],
)
def test_themes_that_are_written_to_decide_then_the_choice_then_the_account(
    institution, audience, chosen, account, purpose
):
    institution["accounts"]["scd"].purpose = account
    wanted = draft(audience=tuple(audience), purpose=chosen, reason="Un incendie")
    found = manuscripts.purposeful(institution, wanted)
    assert (found.purpose, found.urgent) == (purpose, purpose == ALERT)
    assert found.reason == ("Un incendie" if purpose == ALERT else "")


def test_of_an_account_that_is_gone_nothing_follows(institution):
    assert manuscripts.purposeful(institution, Draft(account="gone")).purpose == ()


def test_a_message_is_written_with_the_purpose_that_follows(institution):
    wanted = draft(audience=(("theme", "sport"),))
    campaign = drafts.write(someone(institution), wanted, now=NOW)
    assert campaign.purpose == SPORT


def problems(institution, uid="lib", **fields):
    actor = rights.person(institution, uid)
    known = {"audience": (("group", "l2"),), **fields}
    found = composition.problems_of_fields(actor, draft(**known).fields())
    return [(one.field, one.code) for one in found]


@pytest.mark.parametrize(
    ("uid", "fields", "found"),
    [
        ("lib", {"purpose": SPORT}, []),
        ("lib", {"purpose": (THEME, "sport bu")}, []),
        ("chief", {"purpose": SPORT}, [("purpose", "theme_not_yours")]),
        ("lib", {"purpose": (THEME, "gone")}, [("purpose", "unknown")]),
        ("lib", {"purpose": (THEME, "crous")}, [("purpose", "unknown")]),
        ("lib", {"purpose": ALERT, "reason": "Un incendie"}, [("purpose", "not_yours")]),
        ("chief", {"purpose": ALERT, "reason": " "}, [("reason", "missing")]),
        ("chief", {"purpose": ALERT, "reason": "Un incendie"}, []),
        (
            "lib",
            {"audience": (("theme", "sport"), ("theme", "crous")), "purpose": SPORT},
            [("audience", "two_purposes")],
        ),
    ],
)
def test_a_purpose_that_is_not_ones_own_is_refused(institution, uid, fields, found):
    assert problems(institution, uid, **fields) == found


def test_a_theme_that_is_closed_is_written_for_no_more(institution):
    institution["themes"]["sport"].archived = True
    assert problems(institution, purpose=SPORT) == [("purpose", "unknown")]


def test_who_changes_a_message_may_leave_its_purpose(institution):
    campaign = make_draft(institution, audience=(("group", "l2"),), purpose=SPORT)
    institution["themes"]["sport"].owner = ""
    drafts.change(someone(institution), campaign, now=NOW, purpose=SPORT, **known(campaign))
    with pytest.raises(BadDraft) as refused:
        fields = {**known(campaign), "purpose": (THEME, "crous")}
        drafts.change(someone(institution), campaign, now=NOW, **fields)
    assert Problem("purpose", "unknown") in refused.value.problems


def known(campaign):
    names = ("text", "audience", "account", "connection")
    return {name: getattr(campaign, name) for name in names}


def test_all_set_aside_by_the_purpose_is_refused(institution):
    wanted = draft(audience=(("group", "l2"),), purpose=SPORT)
    campaign = drafts.write(someone(institution), wanted, now=NOW)
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    check = checks.check_of(campaign)
    assert (check.recipients, check.set_aside) == (0, {causes.NO_CONSENT: 3})
    assert campaign.judged == Reader(institution, SPORT, NOW).mark
    with pytest.raises(releases.NobodyToWriteTo):
        releases.release(someone(institution), campaign, NOW)


def test_an_emergency_reaches_those_who_said_no_and_its_reason_is_in_the_journal(institution):
    make_person(institution, "chief", msisdn=mobile(9))
    for uid in ("l2-0", "l2-1"):
        consent.opt_out(someone(institution, uid), uid, NOW)
    institution["people"].pauses("l2-2", NOW + 60)
    chief = rights.person(institution, "chief")
    wanted = draft(audience=(("group", "l2"),), purpose=ALERT, reason="Un incendie")
    campaign = drafts.write(chief, wanted, now=NOW)
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    assert (checks.check_of(campaign).recipients, campaign.urgent) == (3, True)
    guards.release(chief, campaign, NOW)
    told = {entry.verb: entry for entry in institution.audit.waiting()}
    entry = told["campaign.emergency"]
    assert (entry.by, entry.after) == ("chief", '{"reason": "Un incendie", "recipients": 3}')
    assert "campaign.sent" in told
    campaign.erase(NOW)
    assert campaign.reason == ""


def test_whoever_may_not_send_an_emergency_does_not_send_that_of_another(institution):
    campaign = make_campaign(institution, purpose=ALERT, reason="Un incendie", urgent=True)
    institution["roles"]["sender"].permissions = tuple(SENDER)
    with pytest.raises(guards.BeyondLimit) as refused:
        guards.refuse_beyond(rights.person(institution, "lib"), campaign, NOW)
    assert refused.value.code == "emergency"
    guards.refuse_beyond(rights.person(institution, "chief"), campaign, NOW)


def test_a_trial_of_a_themes_message_reaches_its_author_who_is_no_member(institution):

    make_person(institution, "lib", msisdn=mobile(9))
    institution["themes"]["sport"].join("l2-0", Member(NOW), "2027-01-15")
    campaign = make_campaign(institution, 1, purpose=SPORT)
    fields = {"title": "Essai", "text": "Bonjour", "segments": 1}
    sent = trial.release(rights.person(institution, "lib"), campaign, NOW, **fields)
    assert (sent.purpose, sent.counted("recipients")) == ((), 1)
