"""From a draft to a released campaign."""

import pytest
from factories import (
    MOBILE,
    NOW,
    Store,
    make_account,
    make_campaign,
    make_connection,
    make_draft,
    make_group,
    make_house,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.imports import Import
from unisms.services import composing, delivery
from unisms.services.composing import BadDraft, NobodyToWriteTo, Outdated, WrongState
from unisms.services.importing import receive
from unisms.sms import causes, states

CONNECTION = "/institutions/paris1/brokers/fake"
FIELDS = {"text": "Bonjour", "audience": (("number", MOBILE),), "account": "scd", "connection": CONNECTION}


@pytest.fixture
def institution(root):
    return make_house(root)


# Drafting.


def test_a_draft_is_kept_among_the_campaigns_under_its_date(institution):
    campaign = composing.draft(institution, "lib", now=NOW, title="Retard", urgent=True, **FIELDS)
    assert institution["campaigns"][campaign.__name__] is campaign
    assert campaign.__name__.startswith("20270115-")
    reread(campaign)
    assert (campaign.title, campaign.text, campaign.urgent, campaign.author) == ("Retard", "Bonjour", True, "lib")
    assert [event.verb for event in campaign.events()] == ["drafted"]


def test_a_draft_has_a_name_that_no_campaign_of_another_institution_has(root, institution, monkeypatch):
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
        ({"text": " \n"}, ("text", "empty")),
        ({"audience": ()}, ("audience", "empty")),
        ({"audience": (("group", "gone"),)}, ("audience", "unknown")),
        ({"audience": (("number", MOBILE), ("person", "gone"))}, ("audience", "unknown")),
        ({"audience": (("import", "gone"),)}, ("audience", "unknown")),
        ({"audience": (("planet", "mars"),)}, ("audience", "unknown")),
        ({"text": "[nom] [titre] [prix]"}, ("text", "unknown_placeholder:titre, prix")),
        ({"text": "[prix]" + "a" * 3995}, ("text", "too_long:4000")),
        ({"account": "gone"}, ("account", "unknown")),
        ({"connection": "/institutions/lyon2/brokers/fake"}, ("connection", "unknown")),
        ({"sender_id": "BU"}, ("sender_id", "unknown")),
    ],
)
def test_a_draft_with_a_fault_is_refused_with_its_field(root, institution, fields, problem):
    make_house(root, "lyon2")
    with pytest.raises(BadDraft) as refusal:
        composing.draft(institution, "lib", now=NOW, **{**FIELDS, **fields})
    assert refusal.value.problems == (problem,)
    assert len(institution["campaigns"]) == 0


def test_a_closed_account_pays_for_nothing_new(institution):
    checked = make_campaign(institution)
    institution["accounts"]["scd"].closed = True
    with pytest.raises(BadDraft) as refusal:
        composing.draft(institution, "lib", now=NOW, **FIELDS)
    assert refusal.value.problems == (("account", "closed"),)
    with pytest.raises(AccountClosed):
        composing.release(checked, "lib", NOW)
    assert checked.state == states.CHECKED


def test_a_sender_id_is_taken_once_the_broker_accepts_it(institution):
    institution["brokers"]["fake"].put_sender(SenderId("BU", "paris1", "accepted"))
    campaign = make_draft(institution, sender_id="BU")
    composing.submit(campaign)
    composing.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    institution["brokers"]["fake"].put_sender(SenderId("BU", "paris1", "refused"))
    with pytest.raises(Outdated) as refusal:
        composing.release(campaign, "lib", NOW)
    assert refusal.value.code == "sender_id"


def test_rules_that_changed_since_the_check_ask_for_another_one(institution):
    campaign = make_draft(institution)
    composing.submit(campaign)
    composing.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    institution.policies_change = (NOW + 1, "admin")
    with pytest.raises(Outdated) as refusal:
        composing.release(campaign, "lib", NOW + 2)
    assert refusal.value.code == "rules"
    campaign.state = states.DRAFT
    composing.submit(campaign)
    composing.prepare(institution.__parent__.__parent__, campaign.path, NOW + 3)
    composing.release(campaign, "lib", NOW + 4)
    assert campaign.state == states.SENDING


def test_a_connection_that_is_gone_sends_nothing_and_the_check_is_still_shown(institution):
    checked = make_campaign(institution)
    institution["brokers"].remove("fake")
    assert composing.check_of(checked).seconds == 1
    with pytest.raises(Outdated) as refusal:
        composing.release(checked, "lib", NOW)
    assert (refusal.value.code, checked.state) == ("connection", states.CHECKED)


def test_every_fault_is_told_at_once(institution):
    with pytest.raises(BadDraft) as refusal:
        composing.draft(institution, "lib", now=NOW)
    assert [field for field, _ in refusal.value.problems] == ["text", "audience", "account", "connection"]


def test_a_draft_without_a_text_to_a_known_audience_is_refused_too(institution):
    with pytest.raises(BadDraft):
        composing.draft(institution, "lib", now=NOW, audience=(("number", MOBILE),))


def test_what_the_audience_knows_may_personalise(institution):
    make_person(institution)
    assert make_draft(institution, text="[NOM]", audience=(("person", "jdupont"),)).state == states.DRAFT


def test_a_change_goes_back_to_a_draft_and_forgets_what_was_frozen(institution):
    campaign = make_campaign(institution)
    composing.change(campaign, now=NOW + 1, by="lib", **{**FIELDS, "text": "Bonsoir"})
    reread(campaign)
    assert (campaign.state, campaign.text, campaign.check, campaign.has_rows()) == ("draft", "Bonsoir", (), False)
    assert campaign.events()[-1].verb == "changed"


def test_a_change_with_a_fault_changes_nothing(institution):
    campaign = make_campaign(institution, text="Bonjour")
    with pytest.raises(BadDraft):
        composing.change(campaign, now=NOW, by="lib", **{**FIELDS, "text": "", "title": "Autre"})
    assert (campaign.text, campaign.title, campaign.state, campaign.last_number()) == ("Bonjour", "", "checked", 3)


ONCE_RELEASED = [states.SENDING, states.PAUSED, states.STOPPED, states.SENT, states.CLOSED]


@pytest.mark.parametrize("state", ONCE_RELEASED)
def test_a_campaign_under_way_is_not_changed(institution, state):
    campaign = make_campaign(institution, state=state)
    campaign.state = state
    with pytest.raises(WrongState, match=state):
        composing.change(campaign, now=NOW, by="lib", **FIELDS)


def test_the_connections_of_an_institution_are_its_own_and_the_shared_ones(root, institution):
    make_house(root, "lyon2")
    shared = make_connection(root, "consortium")
    assert composing.connections(institution) == {
        CONNECTION: institution["brokers"]["fake"],
        "/brokers/consortium": shared,
    }


# The live counter.


def test_the_counter_tells_alphabet_segments_and_room():
    preview = composing.preview("Bonjour")
    assert (preview.alphabet, preview.segments, preview.units, preview.room) == ("gsm7", 1, 7, 153)
    assert (preview.placeholders, preview.unknown, preview.costly, preview.simplified) == ((), (), (), False)


def test_the_counter_reckons_with_the_longest_values():
    preview = composing.preview("[nom]", ("nom",), ("x" * 161,))
    assert (preview.segments, preview.placeholders) == (2, ("nom",))


def test_the_counter_knows_no_value_of_a_column_of_which_none_is_given():
    assert composing.preview("[nom]", ("nom",)).units == 0


def test_the_counter_names_unknown_placeholders():
    assert composing.preview("[nom] [prix]", ("nom",)).unknown == ("prix",)


def test_the_counter_offers_what_is_cheaper():
    preview = composing.preview("ça va " * 20)
    assert (preview.alphabet, preview.segments) == ("ucs2", 2)
    assert preview.simplified_segments == 1
    assert preview.simplified
    assert preview.costly


def test_the_counter_offers_to_simplify_the_values_as_well():
    titles = ("« Les Œuvres » " * 9,)
    preview = composing.preview("Rendez [titre]", ("titre",), titles)
    assert (preview.segments, preview.simplified_segments) == (3, 1)
    assert composing.preview("Rendez [titre]", ("titre",), titles, plain_values=True).segments == 1


@pytest.mark.parametrize("plain", [False, True])
def test_the_counter_counts_no_further_than_a_text_may_be_written_and_says_so(plain):
    most = composing.preview("[nom][nom]", ("nom",), ("x" * 2000,), plain_values=plain)
    assert (most.units, most.cut) == (4000, False)
    for text, name in (("[nom][nom]", "x" * 2001), ("[nom]" * 800, "x" * 1_000_000), ("x" * 4001, "")):
        preview = composing.preview(text, ("nom",), (name,), plain_values=plain)
        assert (preview.units, preview.cut) == (4000, True)


def test_the_counter_follows_the_alphabet_of_the_connection():
    assert composing.preview("ça va", alphabet="gsm-c-cedilla").alphabet == "gsm7"


# Preparing.


def prepared(root, campaign):
    composing.submit(campaign)
    composing.prepare(root, campaign.path, NOW)
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
    composing.prepare(root, campaign.path, NOW)
    assert (campaign.state, campaign.has_rows()) == (states.DRAFT, False)


def test_an_empty_audience_goes_back_to_the_draft_with_the_reason(root, institution):
    make_group(institution, people=0)
    campaign = prepared(root, make_draft(institution, audience=(("group", "l2"),)))
    assert (campaign.state, campaign.problem) == (states.DRAFT, "empty_audience")


def test_a_reason_is_forgotten_at_the_next_try(root, institution):
    make_group(institution, people=0)
    campaign = prepared(root, make_draft(institution, audience=(("group", "l2"),)))
    composing.submit(campaign)
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
    monkeypatch.setattr(composing.audience, "expand", lambda *args: days.append(args[-1]) or [make_recipient()])
    institution.time_zone = "Pacific/Tahiti"  # ten hours behind
    prepared(root, make_draft(institution))
    assert [day.isoformat() for day in days] == ["2027-01-14"]


@pytest.mark.parametrize("state", [states.PREPARING, *ONCE_RELEASED])
def test_what_is_no_draft_is_not_submitted(institution, state):
    campaign = make_draft(institution)
    campaign.state = state
    with pytest.raises(WrongState):
        composing.submit(campaign)


# The check.


def test_the_check_tells_what_it_will_cost_and_what_is_left(institution):
    people = [make_recipient(22), make_recipient(1), make_recipient(22), make_recipient(3, cause=causes.NO_NUMBER)]
    check = composing.check_of(make_campaign(institution, people))
    assert (check.recipients, check.segments, check.cost) == (2, 2, 100)
    assert (check.merged, check.set_aside, check.histogram) == (1, {causes.NO_NUMBER: 1}, {1: 2})
    assert (check.credit_before, check.credit_after, check.missing_credit) == (1000, 998, 0)
    assert check.longest == ("Personne 22", "Bonjour Personne 22", 1)


def test_the_check_tells_what_credit_is_missing(root):
    check = composing.check_of(make_campaign(make_house(root, segments=2), 3))
    assert (check.credit_after, check.missing_credit) == (-1, 1)


@pytest.mark.parametrize(("pace", "seconds"), [(0, 2), (10, 10), (1000, 1)])
def test_the_check_estimates_the_time_by_the_pace(institution, pace, seconds):
    institution["brokers"]["fake"].pace = pace
    assert composing.check_of(make_campaign(institution, 100)).seconds == seconds


def test_the_check_of_nobody_has_no_longest_message(institution):
    check = composing.check_of(make_campaign(institution, [make_recipient(cause=causes.NO_NUMBER)]))
    assert (check.recipients, check.longest, check.seconds) == (0, (), 1)


# Release.


def test_a_release_reserves_the_credit_and_waits_in_the_line(institution):
    campaign = make_campaign(institution, 3)
    composing.release(campaign, "lib", NOW)
    reread(campaign)
    assert (campaign.state, campaign.sent_at) == (states.SENDING, NOW)
    assert institution["accounts"]["scd"].available == 997
    assert institution["brokers"]["fake"].in_turn() == [campaign.path]
    assert campaign.path in institution["brokers"]["fake"].open
    assert campaign.events()[-1][1:3] == ("lib", "released")


def test_a_release_without_the_credit_changes_nothing(root):
    campaign = make_campaign(make_house(root, segments=2), 3)
    with pytest.raises(NotEnoughCredit) as refusal:
        composing.release(campaign, "lib", NOW)
    assert refusal.value.missing == 1
    assert campaign.state == states.CHECKED
    assert root["institutions"]["paris1"]["brokers"]["fake"].in_turn() == []


def test_a_campaign_is_released_once(institution):
    campaign = make_release(institution)
    with pytest.raises(WrongState):
        composing.release(campaign, "lib", NOW)
    assert institution["accounts"]["scd"].available == 997


def test_a_campaign_to_nobody_is_not_released(institution):
    campaign = make_campaign(institution, [make_recipient(cause=causes.NO_NUMBER)])
    with pytest.raises(NobodyToWriteTo):
        composing.release(campaign, "lib", NOW)
    assert campaign.state == states.CHECKED


def test_two_people_who_release_it_at_once_reserve_once(store, institution):
    campaign = make_campaign(institution)
    store.commit()
    rival = store.rival()
    composing.release(campaign, "lib", NOW)
    composing.release(find(rival.root, campaign.path), "other", NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    with pytest.raises(WrongState):
        composing.release(find(rival.root, campaign.path), "other", NOW)
    rival.close()


def test_two_campaigns_released_at_once_never_spend_the_same_credit(store, root):
    institution = make_house(root, segments=5)
    first, second = make_campaign(institution, 3), make_campaign(institution, 3)
    store.commit()
    rival = store.rival()
    composing.release(first, "lib", NOW)
    composing.release(find(rival.root, second.path), "other", NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    with pytest.raises(NotEnoughCredit) as refusal:
        composing.release(find(rival.root, second.path), "other", NOW)
    assert refusal.value.missing == 1
    rival.close()


@given(st.lists(st.integers(1, 5), max_size=6), st.integers(0, 12))
def test_releases_never_take_the_credit_below_nothing(sizes, credit):
    store = Store()
    institution = make_house(store.root, segments=credit)
    for size in sizes:
        campaign = make_campaign(institution, size)
        enough = size <= institution["accounts"]["scd"].available
        try:
            composing.release(campaign, "lib", NOW)
        except NotEnoughCredit:
            assert not enough
        else:
            assert enough
        assert institution["accounts"]["scd"].available >= 0
    store.close()


# Uncertain messages, sent again.


def uncertain(institution, doubtful=(1, 3), recipients=4, state=states.SENT):
    """A campaign that was handed over, of which some rows are uncertain."""
    campaign = make_release(institution, recipients)
    for number, row in list(campaign.stored_rows()):
        end = states.UNCERTAIN if number in doubtful else states.DELIVERED
        campaign.write(number, (row[0], end, "", 1, NOW, None))
    campaign.handover.cursor = campaign.last_number() + 1
    campaign.state = state
    connection = institution["brokers"]["fake"]
    if state != states.SENDING:
        connection.leave_line(campaign.path)
        campaign.ended_at = NOW + 60
    return campaign


def test_uncertain_messages_are_sent_again_as_new_rows_that_name_the_old(institution):
    campaign = uncertain(institution)
    assert composing.resend_uncertain(campaign, "lib", NOW + 99) == 2
    reread(campaign)
    assert [campaign.row(number).msisdn for number in (5, 6)] == [mobile(0), mobile(2)]
    assert {campaign.row(number).state for number in (5, 6)} == {states.QUEUED}
    assert campaign.values(5) == ("Personne 0", "#1", "Personne 0")
    assert campaign.values(6) == ("Personne 2", "#3", "Personne 2")
    assert [campaign.row(n)[1::4] for n in (1, 3)] == [(states.EXPIRED, causes.NO_NEWS)] * 2


def test_what_is_sent_again_is_paid_for(institution):
    campaign = uncertain(institution)
    composing.resend_uncertain(campaign, "lib", NOW)
    account = institution["accounts"]["scd"]
    assert reread(account).available == 1000 - 4 - 2
    entry = account.entry(f"{campaign.__name__}:resend-5")
    assert (entry.segments, entry.amount) == (-2, -100)


def test_what_is_sent_again_waits_in_the_line_and_is_claimed(root, institution):
    campaign = uncertain(institution)
    composing.resend_uncertain(campaign, "lib", NOW)
    assert (campaign.state, campaign.ended_at) == (states.SENDING, 0)
    batch = delivery.claim_batch(root, CONNECTION, 10, "here", NOW)
    assert batch.numbers == (5, 6)


def test_a_paused_campaign_stays_paused(institution):
    campaign = uncertain(institution, state=states.PAUSED)
    composing.resend_uncertain(campaign, "lib", NOW)
    assert campaign.state == states.PAUSED
    assert institution["brokers"]["fake"].in_turn() == []


def test_a_campaign_under_way_goes_on(institution):
    campaign = uncertain(institution, state=states.SENDING)
    composing.resend_uncertain(campaign, "lib", NOW)
    assert campaign.state == states.SENDING
    assert institution["brokers"]["fake"].in_turn() == [campaign.path]


def test_sending_again_without_the_credit_changes_nothing(root):
    institution = make_house(root, segments=5)
    campaign = uncertain(institution)
    with pytest.raises(NotEnoughCredit):
        composing.resend_uncertain(campaign, "lib", NOW)
    assert campaign.last_number() == 4
    assert campaign.row(1).state == states.UNCERTAIN


def test_with_nothing_uncertain_nothing_is_reserved_and_the_next_time_is_paid(institution):
    campaign = uncertain(institution, doubtful=())
    assert composing.resend_uncertain(campaign, "lib", NOW) == 0
    assert campaign.state == states.SENT
    campaign.write(1, campaign.row(1)._replace(state=states.UNCERTAIN))
    composing.resend_uncertain(campaign, "lib", NOW)
    assert institution["accounts"]["scd"].available == 1000 - 4 - 1


def test_what_is_uncertain_a_second_time_may_be_sent_a_third(institution):
    campaign = uncertain(institution)
    composing.resend_uncertain(campaign, "lib", NOW)
    campaign.write(5, campaign.row(5)._replace(state=states.UNCERTAIN))
    assert composing.resend_uncertain(campaign, "lib", NOW) == 1
    assert campaign.values(7) == ("Personne 0", "#5", "Personne 0")
    assert institution["accounts"]["scd"].available == 1000 - 4 - 2 - 1


@pytest.mark.parametrize("state", [states.DRAFT, states.CHECKED, states.STOPPED, states.CLOSED])
def test_what_is_not_under_way_is_not_sent_again(institution, state):
    campaign = uncertain(institution)
    campaign.state = state
    with pytest.raises(WrongState):
        composing.resend_uncertain(campaign, "lib", NOW)


def test_two_accounts_keep_apart(root, institution):
    make_account(institution, "ufr", segments=2)
    campaign = make_campaign(institution, 2, account="ufr")
    composing.release(campaign, "lib", NOW)
    assert (institution["accounts"]["ufr"].available, institution["accounts"]["scd"].available) == (0, 1000)


def test_a_file_uploaded_may_be_an_audience(root, institution):
    record = receive(institution, "a.csv", b"Nom;Mobile\nJeanne;0639980000\n", "lib", NOW)
    assert composing.exists(institution, "import", record.__name__)


def test_a_file_uploaded_by_another_is_no_audience_of_mine(institution):
    record = receive(institution, "a.csv", b"Nom;Mobile\nJeanne;0639980000\n", "zoe", NOW)
    assert composing.may_use(institution, "import", record.__name__, "zoe")
    assert not composing.may_use(institution, "import", record.__name__, "lib")
