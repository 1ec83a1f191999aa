"""Work that waits for a worker and nights that forget, in all wings together."""

import nights
from factories import (
    MOBILE,
    NOW,
    make_campaign,
    make_connection,
    make_draft,
    make_house,
    make_release,
    reread,
)

from unisms.model.folder import path_of
from unisms.model.proposals import Proposal
from unisms.ports import Receipt, Reply
from unisms.services.brokers import connections, proposals
from unisms.services.brokers.connections import all_connections, at_work
from unisms.services.brokers.proposals import tries_waiting
from unisms.services.campaigns import checks, resends
from unisms.services.campaigns.drafts import submit
from unisms.services.delivery import closing, inbox, parking
from unisms.services.door import sessions
from unisms.services.imports import intake, uploads
from unisms.sms import states
from unisms.testing.factories import someone

DAY = 86400


def found(root):
    """Every task that waits."""
    searches = (
        connections.to_hold,
        uploads.to_read,
        checks.to_check,
        proposals.tries_waiting,
        resends.doubtful,
        closing.to_close,
    )
    return [task for search in searches for task in search(root, NOW)]


def upload(institution, at=NOW):
    return intake.receive(someone(institution), "a.csv", b"a;b", at)


def test_a_quiet_service_has_nothing_to_do(root, institution):
    make_campaign(institution)
    assert found(root) == []


def test_a_connection_with_open_campaigns_is_to_be_served_and_they_may_be_over(root, institution):
    campaign = make_release(institution)
    assert at_work(root) == ["/institutions/paris1/brokers/fake"]
    assert found(root) == [
        ("deliver", "/institutions/paris1/brokers/fake"),
        ("close_campaign", campaign.path),
    ]


def test_a_connection_by_which_something_left_is_held_though_all_is_closed_for_replies_come_late(
    root, institution
):
    campaign = make_release(institution)
    connection = institution["brokers"]["fake"]
    connection.served(campaign.path)
    connection.open.discard(campaign.path)
    connection.leave_line(campaign.path)
    assert found(root) == [("deliver", "/institutions/paris1/brokers/fake")]
    connection.forget("/institutions/paris1")
    assert at_work(root) == []


def test_a_connection_whose_news_came_over_http_is_to_be_served(root, institution):
    inbox.put(institution["brokers"]["fake"], [Receipt("1", "delivered")])
    assert at_work(root) == ["/institutions/paris1/brokers/fake"]


def test_shared_connections_are_served_too(root, institution):
    make_connection(root, "consortium")
    make_release(institution, connection="/brokers/consortium")
    assert [*connections.to_hold(root, NOW)] == [("deliver", "/brokers/consortium")]


def test_campaigns_that_wait_for_their_check_are_found(root, institution):
    campaign = make_draft(institution)
    submit(campaign)
    make_draft(institution)
    assert [*checks.to_check(root, NOW)] == [("prepare_campaign", campaign.path, "lib")]


def test_uploads_that_nobody_has_read_are_found(root, institution):
    record = upload(institution)
    intake.read(upload(institution))
    assert [*uploads.to_read(root, NOW)] == [("read_import", path_of(record), "lib")]


def test_looking_for_work_writes_nothing(store, root, institution):
    make_release(institution)
    store.commit()
    found(root)
    assert store.connection._registered_objects == []


def test_every_connection_of_the_installation_is_seen(root, institution):
    make_house(root, "lyon2")
    make_connection(root, "consortium")
    assert [path_of(connection) for connection in all_connections(root)] == [
        "/brokers/consortium",
        "/institutions/lyon2/brokers/fake",
        "/institutions/paris1/brokers/fake",
    ]


def test_uploads_are_forgotten_after_a_day(root, institution):
    old, new = upload(institution, NOW - DAY - 1), upload(institution, NOW - DAY)
    nights.forget(root, NOW)
    assert (reread(old).state, old.content()) == ("forgotten", b"")
    assert (reread(new).state, new.content()) == ("uploaded", b"a;b")


def test_each_hour_the_files_of_yesterday_are_erased(root, institution):
    old, new = upload(institution, NOW - DAY - 1), upload(institution, NOW - DAY)
    before = upload(institution, NOW - 9 * DAY)
    uploads.forget_lately_of(root, "paris1", NOW)
    assert [reread(one).state for one in (before, old, new)] == [
        "uploaded",
        "forgotten",
        "uploaded",
    ]
    assert institution["imports"].waiting() == sorted([before.__name__, new.__name__])
    uploads.forget_lately_of(root, "gone", NOW)


def test_the_name_of_a_file_and_how_much_was_uploaded_go_with_the_texts(root, institution):
    folder = institution["imports"]
    folder.uploads = ((NOW - DAY, "lib", 3), (NOW, "lib", 4))
    upload(institution, NOW - 91 * DAY)
    kept = upload(institution, NOW - 90 * DAY)
    nights.forget(root, NOW)
    assert list(reread(institution)["imports"]) == [kept.__name__]
    assert folder.uploads == ((NOW, "lib", 4),)


def test_what_came_for_a_connection_that_nobody_works_for_does_not_wait_for_ever(root, institution):
    shared = make_connection(root, "consortium")
    for connection in (shared, institution["brokers"]["fake"]):
        news = [Receipt("a", states.DELIVERED, msisdn=MOBILE), Reply(MOBILE, "Oui", "38000", NOW)]
        inbox.put(connection, news)
    nights.forget_of(root, "", NOW)
    nights.forget_of(root, "paris1", NOW)
    nights.forget_of(root, "gone", NOW)
    assert [len(one.inboxes) for one in all_connections(root)] == [0, 0]
    assert [list(one.parked) for one in all_connections(root)] == [["a"], ["a"]]
    assert [len(box.replies.months()) for box in (root, institution)] == [1, 1]


def test_what_came_where_a_campaign_is_open_is_left_to_its_worker(root, institution):
    make_release(institution)
    connection = institution["brokers"]["fake"]
    inbox.put(connection, [Receipt("a", states.DELIVERED)])
    nights.forget_of(root, "paris1", NOW)
    assert len(connection.inboxes) == 1


def test_ended_sessions_are_forgotten_too(root, institution):
    sessions.end(institution, "old", NOW - DAY)
    nights.forget(root, NOW)
    assert not sessions.has_ended(reread(institution), "old")


def test_what_is_forgotten_is_not_written_again(store, root, institution):
    old = upload(institution, NOW - 2 * DAY)
    nights.forget(root, NOW)
    store.commit()
    nights.forget(root, NOW)
    assert not old._p_changed


def test_parked_news_and_the_marks_of_replies_are_forgotten_everywhere(root, institution):
    shared = make_connection(root, "consortium")
    for connection in (shared, institution["brokers"]["fake"]):
        parking.park(connection, Receipt("a", states.DELIVERED), NOW - 8 * DAY)
        connection.saw_reply("digest", NOW - 2 * DAY)
    nights.forget(root, NOW)
    assert [len(connection.parked) for connection in all_connections(root)] == [0, 0]
    assert [len(connection.replies_seen) for connection in all_connections(root)] == [0, 0]


def in_doubt(institution, on_doubt="resend", at=NOW):
    """A campaign handed over, of which the first message is uncertain since ``at``."""
    campaign = make_release(institution, on_doubt=on_doubt)
    row = campaign.stored_row(1)
    campaign.write(1, (row[0], states.UNCERTAIN, "", 1, at, None))
    return campaign


def test_only_campaigns_whose_policy_is_to_send_again_are_doubtful(root, institution):
    campaign = in_doubt(institution)
    in_doubt(institution, on_doubt="hold")
    assert [*resends.doubtful(root, NOW)] == [("resend_doubtful", campaign.path)]


def test_what_is_uncertain_since_two_minutes_is_sent_again_by_policy(root, institution):
    campaign = in_doubt(institution)
    last = campaign.last_number()
    assert resends.resend_doubtful(root, campaign.path, NOW + resends.DOUBT) == campaign.connection
    assert (campaign.row(1).state, campaign.row(last + 1).state) == (states.EXPIRED, states.QUEUED)


def test_what_is_uncertain_since_a_moment_still_waits_for_its_receipt(root, institution):
    campaign = in_doubt(institution)
    assert resends.resend_doubtful(root, campaign.path, NOW + resends.DOUBT - 1) is None
    assert campaign.row(1).state == states.UNCERTAIN


def test_without_credit_nothing_is_sent_again(root, institution):
    campaign = in_doubt(institution)
    institution["accounts"][campaign.account].balance.available = 0
    assert resends.resend_doubtful(root, campaign.path, NOW + resends.DOUBT) is None
    assert campaign.row(1).state == states.UNCERTAIN


def test_a_stopped_campaign_sends_nothing_again(root, institution):
    campaign = in_doubt(institution)
    campaign.state = states.STOPPED
    assert resends.resend_doubtful(root, campaign.path, NOW + resends.DOUBT) is None


def test_a_second_try_in_doubt_is_left_to_a_person(root, institution):
    campaign = in_doubt(institution)
    resends.resend_doubtful(root, campaign.path, NOW + resends.DOUBT)
    again = campaign.last_number()
    campaign.write(again, campaign.row(again)._replace(state=states.UNCERTAIN, changed_at=NOW))
    assert resends.resend_doubtful(root, campaign.path, NOW + 9 * resends.DOUBT) is None
    assert campaign.row(again).state == states.UNCERTAIN


def test_tries_are_found_while_somebody_waits_for_them(root):
    institution = make_house(root)
    connection = institution["brokers"]["fake"]
    drafts = [Proposal(path_of(connection), by, NOW, connection) for by in ("a", "b")]
    first, second = (proposals.start(institution, draft) for draft in drafts)
    assert {task[2] for task in tries_waiting(root, NOW)} == {first, second}
    proposals.find(institution, first, path_of(connection), "a").tested = (NOW, True, "ok", "")
    connections.ask_for_try(connection, NOW)
    assert tries_waiting(root, NOW) == [
        ("try_connection", path_of(connection)),
        ("try_proposal", "/institutions/paris1", second),
    ]
    assert tries_waiting(root, NOW + connections.LATE) == []


def test_who_has_made_what_waits_is_told(root):
    campaign = make_draft(make_house(root))
    submit(campaign)
    assert [*checks.to_check(root, NOW)] == [("prepare_campaign", campaign.path, "lib")]
    root["institutions"]["paris1"]["campaigns"].let_wait("gone", True)
    assert len([*checks.to_check(root, NOW)]) == 1
