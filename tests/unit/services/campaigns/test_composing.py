"""From a draft to a checked campaign."""

import pytest
from claims import CONNECTION
from factories import (
    MOBILE,
    NOW,
    make_campaign,
    make_connection,
    make_draft,
    make_group,
    make_house,
    make_person,
    make_recipient,
    reread,
)

from unisms.model.accounts import AccountClosed
from unisms.model.campaigns import WrongState
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.imports import Import
from unisms.services.audience import audience, kinds
from unisms.services.brokers import connections
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.campaigns.drafts import BadDraft
from unisms.services.campaigns.releases import Outdated
from unisms.services.ground.problem import Problem
from unisms.services.imports.intake import receive
from unisms.services.rights import rights
from unisms.sms import causes, states
from unisms.testing.factories import someone

FIELDS = {
    "text": "Bonjour",
    "audience": (("number", MOBILE),),
    "account": "scd",
    "connection": CONNECTION,
}


# Drafting.


def test_a_draft_is_kept_among_the_campaigns_under_its_date(institution):
    campaign = drafts.draft(someone(institution), now=NOW, title="Retard", urgent=True, **FIELDS)
    assert institution["campaigns"][campaign.__name__] is campaign
    assert campaign.__name__.startswith("20270115-")
    reread(campaign)
    assert (campaign.title, campaign.text, campaign.urgent, campaign.author) == (
        "Retard",
        "Bonjour",
        True,
        "lib",
    )
    assert [event.verb for event in campaign.events()] == ["drafted"]


def test_a_draft_has_a_name_that_no_campaign_of_another_institution_has(
    root, institution, monkeypatch
):
    letters = iter("aaaaaaaabbbb")
    monkeypatch.setattr("unisms.model.folder.secrets.choice", lambda _: next(letters))
    names = [make_draft(one).__name__ for one in (institution, make_house(root, "lyon2"))]
    assert names == ["20270115-aaaa", "20270115-bbbb"]


def test_drafts_of_two_institutions_at_once_do_not_conflict(store, root):
    make_draft(make_house(root)), make_draft(make_house(root, "lyon2"))
    store.commit()
    rival = store.rival()
    make_draft(find(root, "/institutions/paris1"))
    make_draft(find(rival.root, "/institutions/lyon2"))
    store.commit()
    rival.commit()
    rival.close()
    store.commit()
    assert [len(one["campaigns"]) for one in root["institutions"].values()] == [2, 2]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": " \n"}, Problem("text", "empty")),
        ({"audience": ()}, Problem("audience", "empty")),
        ({"audience": (("group", "gone"),)}, Problem("audience", "unknown")),
        ({"audience": (("number", MOBILE), ("person", "gone"))}, Problem("audience", "unknown")),
        ({"audience": (("import", "gone"),)}, Problem("audience", "unknown")),
        ({"audience": (("planet", "mars"),)}, Problem("audience", "unknown")),
        (
            {"text": "[nom] [titre] [prix]"},
            Problem("blanks", "missing", ("titre", "prix")),
        ),
        ({"text": "[prix]" + "a" * 3995}, Problem("text", "too_long", 4000)),
        ({"account": "gone"}, Problem("account", "unknown")),
        ({"connection": "/institutions/lyon2/brokers/fake"}, Problem("connection", "unknown")),
        ({"sender_id": "BU"}, Problem("sender_id", "unknown")),
    ],
)
def test_a_draft_with_a_fault_is_refused_with_its_field(root, institution, fields, problem):
    make_house(root, "lyon2")
    with pytest.raises(BadDraft) as refusal:
        drafts.draft(someone(institution), now=NOW, **{**FIELDS, **fields})
    assert refusal.value.problems == (problem,)
    assert len(institution["campaigns"]) == 0


def test_a_closed_account_pays_for_nothing_new(institution):
    checked = make_campaign(institution)
    institution["accounts"]["scd"].closed = True
    with pytest.raises(BadDraft) as refusal:
        drafts.draft(someone(institution), now=NOW, **FIELDS)
    assert refusal.value.problems == (Problem("account", "closed"),)
    with pytest.raises(AccountClosed):
        releases.release(someone(checked), checked, NOW)
    assert checked.state == states.CHECKED


def test_a_sender_id_is_taken_once_the_broker_accepts_it(institution):
    institution["brokers"]["fake"].put_sender(SenderId("BU", "paris1", "accepted"))
    campaign = make_draft(institution, sender_id="BU")
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    institution["brokers"]["fake"].put_sender(SenderId("BU", "paris1", "refused"))
    with pytest.raises(Outdated) as refusal:
        releases.release(someone(campaign), campaign, NOW)
    assert refusal.value.code == "sender_id"


def test_rules_that_changed_since_the_check_ask_for_another_one(institution):
    campaign = make_draft(institution)
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    institution.foreign_numbers = "refuse"
    with pytest.raises(Outdated) as refusal:
        releases.release(someone(campaign), campaign, NOW + 2)
    assert refusal.value.code == "rules"
    campaign.state = states.DRAFT
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW + 3)
    releases.release(someone(campaign), campaign, NOW + 4)
    assert campaign.state == states.SENDING


def test_a_connection_that_is_gone_sends_nothing_and_the_check_is_still_shown(institution):
    checked = make_campaign(institution)
    institution["brokers"].remove("fake")
    assert checks.check_of(checked).seconds == 1
    with pytest.raises(Outdated) as refusal:
        releases.release(someone(checked), checked, NOW)
    assert (refusal.value.code, checked.state) == ("connection", states.CHECKED)


def test_every_fault_is_told_at_once(institution):
    with pytest.raises(BadDraft) as refusal:
        drafts.draft(someone(institution), now=NOW)
    assert [field for field, *_ in refusal.value.problems] == [
        "text",
        "audience",
        "account",
        "connection",
    ]


def test_a_draft_without_a_text_to_a_known_audience_is_refused_too(institution):
    with pytest.raises(BadDraft):
        drafts.draft(someone(institution), now=NOW, audience=(("number", MOBILE),))


def test_what_the_audience_knows_may_personalise(institution):
    make_person(institution)
    assert (
        make_draft(institution, text="[NOM]", audience=(("person", "jdupont"),)).state
        == states.DRAFT
    )


def test_a_change_goes_back_to_a_draft_and_forgets_what_was_frozen(institution):
    campaign = make_campaign(institution)
    drafts.change(someone(campaign), campaign, now=NOW + 1, **{**FIELDS, "text": "Bonsoir"})
    reread(campaign)
    assert (campaign.state, campaign.text, campaign.check, campaign.has_rows()) == (
        "draft",
        "Bonsoir",
        (),
        False,
    )
    assert campaign.events()[-1].verb == "changed"


def test_a_change_with_a_fault_changes_nothing(institution):
    campaign = make_campaign(institution, text="Bonjour")
    with pytest.raises(BadDraft):
        drafts.change(
            someone(campaign), campaign, now=NOW, **{**FIELDS, "text": "", "title": "Autre"}
        )
    assert (campaign.text, campaign.title, campaign.state, campaign.last_number()) == (
        "Bonjour",
        "",
        "checked",
        3,
    )


ONCE_RELEASED = [states.SENDING, states.PAUSED, states.STOPPED, states.SENT, states.CLOSED]


@pytest.mark.parametrize("state", ONCE_RELEASED)
def test_a_campaign_under_way_is_not_changed(institution, state):
    campaign = make_campaign(institution, state=state)
    campaign.state = state
    with pytest.raises(WrongState, match=state):
        drafts.change(someone(campaign), campaign, now=NOW, **FIELDS)


def test_the_connections_of_an_institution_are_its_own_and_the_shared_ones(root, institution):
    make_house(root, "lyon2")
    shared = make_connection(root, "consortium")
    assert connections.usable(institution) == {
        CONNECTION: institution["brokers"]["fake"],
        "/brokers/consortium": shared,
    }


def test_a_file_uploaded_may_be_an_audience(root, institution):
    record = receive(someone(institution), "a.csv", b"Nom;Mobile\nJeanne;0639980000\n", NOW)
    assert kinds.exists(institution, "import", record.__name__)


def test_a_file_uploaded_by_another_is_no_audience_of_mine(institution):
    record = receive(
        rights.person(institution, "zoe"), "a.csv", b"Nom;Mobile\nJeanne;0639980000\n", NOW
    )
    assert kinds.may_use(rights.person(institution, "zoe"), "import", record.__name__)
    assert not kinds.may_use(someone(institution), "import", record.__name__)


# Preparing.


def prepared(root, campaign):
    drafts.submit(campaign)
    checks.prepare(root, campaign.path, NOW)
    return reread(campaign)


def test_a_submitted_draft_is_prepared_into_a_checked_campaign(root, institution):
    make_group(institution)
    campaign = prepared(root, make_draft(institution, text="[nom]", audience=(("group", "l2"),)))
    assert (campaign.state, campaign.columns, campaign.problem) == (states.CHECKED, ("nom",), "")
    assert campaign.last_number() == 3
    assert campaign.events()[-1].verb == "checked"


def test_a_checked_campaign_may_be_checked_again(root, institution):
    campaign = prepared(root, make_draft(institution))
    assert prepared(root, campaign).last_number() == 1


def test_a_campaign_changed_meanwhile_is_left_alone(root, institution):
    campaign = make_draft(institution)
    checks.prepare(root, campaign.path, NOW)
    assert (campaign.state, campaign.has_rows()) == (states.DRAFT, False)


def test_an_empty_audience_goes_back_to_the_draft_with_the_reason(root, institution):
    make_group(institution, people=0)
    campaign = prepared(root, make_draft(institution, audience=(("group", "l2"),)))
    assert (campaign.state, campaign.problem) == (states.DRAFT, "empty_audience")


def test_a_reason_is_forgotten_at_the_next_try(root, institution):
    make_group(institution, people=0)
    campaign = prepared(root, make_draft(institution, audience=(("group", "l2"),)))
    drafts.submit(campaign)
    assert campaign.problem == ""


def test_a_group_removed_meanwhile_goes_back_to_the_draft_with_the_reason(root, institution):
    make_group(institution)
    campaign = make_draft(institution, audience=(("group", "l2"),))
    institution["groups"].remove("l2")
    assert (prepared(root, campaign).state, campaign.problem) == (states.DRAFT, "audience_gone")


def test_a_file_removed_meanwhile_goes_back_to_the_draft_with_the_reason(root, institution):
    institution["imports"].add("i", Import("a.csv", b"a", "lib", NOW))
    campaign = make_draft(institution, audience=(("import", "i"),))
    institution["imports"].remove("i")
    assert (prepared(root, campaign).state, campaign.problem) == (states.DRAFT, "audience_gone")


def test_a_connection_removed_meanwhile_goes_back_to_the_draft_with_the_reason(root, institution):
    campaign = make_draft(institution)
    institution["brokers"].remove("fake")
    assert (prepared(root, campaign).state, campaign.problem) == (states.DRAFT, "connection_gone")


def test_a_file_is_read_by_the_day_of_the_institution(root, institution, monkeypatch):
    days = []
    monkeypatch.setattr(
        audience, "expand", lambda *args: days.append(args[3]) or [make_recipient()]
    )
    institution.time_zone = "Pacific/Tahiti"  # ten hours behind
    prepared(root, make_draft(institution))
    assert [day.isoformat() for day in days] == ["2027-01-14"]


@pytest.mark.parametrize("state", [states.PREPARING, *ONCE_RELEASED])
def test_what_is_no_draft_is_not_submitted(institution, state):
    campaign = make_draft(institution)
    campaign.state = state
    with pytest.raises(WrongState):
        drafts.submit(campaign)


# The check.


def test_the_check_tells_what_it_will_cost_and_what_is_left(institution):
    people = [
        make_recipient(22),
        make_recipient(1),
        make_recipient(22),
        make_recipient(3, cause=causes.NO_NUMBER),
    ]
    check = checks.check_of(make_campaign(institution, people))
    assert (check.recipients, check.segments, check.cost) == (2, 2, 100)
    assert (check.merged, check.set_aside, check.histogram) == (1, {causes.NO_NUMBER: 1}, {1: 2})
    assert (check.credit_before, check.credit_after, check.missing_credit) == (1000, 998, 0)
    assert check.longest == ("Personne 22", "Bonjour Personne 22", 1)


def test_the_check_tells_what_credit_is_missing(root):
    check = checks.check_of(make_campaign(make_house(root, segments=2), 3))
    assert (check.credit_after, check.missing_credit) == (-1, 1)


@pytest.mark.parametrize(("pace", "seconds"), [(0, 2), (10, 10), (1000, 1)])
def test_the_check_estimates_the_time_by_the_pace(institution, pace, seconds):
    institution["brokers"]["fake"].pace = pace
    assert checks.check_of(make_campaign(institution, 100)).seconds == seconds


def test_the_check_of_nobody_has_no_longest_message(institution):
    check = checks.check_of(make_campaign(institution, [make_recipient(cause=causes.NO_NUMBER)]))
    assert (check.recipients, check.longest, check.seconds) == (0, (), 1)
