"""Each stored moment that is compared with now: none of the future is believed."""

import nights
import pytest
from dated import DAY, YEARS, paris1
from factories import NOW, make_house, make_person, make_release, mobile

from unisms.model.connections import REQUESTED, SenderId
from unisms.model.folder import dated_name, find
from unisms.model.imports import Import
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.model.trails import Trail
from unisms.ports import Receipt, Reply, Unread
from unisms.services.brokers import connections, holds, sender_ids
from unisms.services.campaigns import resends
from unisms.services.delivery import parking, unread
from unisms.services.door import sessions, throttle
from unisms.services.ground import days, lives
from unisms.services.ground.days import begin_night
from unisms.services.imports import uploads
from unisms.services.institution import retention
from unisms.services.operators import restores
from unisms.services.people import consent, enrolment
from unisms.services.replies import replies
from unisms.services.rights import daily, rights
from unisms.services.rules import periods
from unisms.sms import states

KEPT = periods.seconds_of(None, periods.REFUSALS)

PATH = "/institutions/paris1/brokers/fake"
UNREAD = Unread("deliver_sm", "receipt", 3, b"x")


@pytest.fixture(autouse=True)
def paris(root):
    """An institution of a store whose clock was right yesterday, and will be from now on."""
    make_house(root)
    lives.beat(root, NOW)
    return find(root, "/institutions/paris1")


def connection(root):
    return find(root, PATH)


def only(folder):
    return next(iter(folder.values()))


# Things that wait for a moment: how each came about, and whether it still waits now.


def held_back(root):
    holds.hold_back(root, PATH, "", ("x", "y"), YEARS)


def is_held_back(root):
    return holds.limit_of(holds.by_path(connection(root)), "any", 10, NOW)[0] == 0


def asked_for_a_try(root):
    connections.ask_for_try(connection(root), YEARS)


def is_being_tried(root):
    return connections.is_being_tried(connection(root), NOW)


def has_a_try_asked_for(root):
    have_a_night(root, NOW)
    return connections.is_wanted(connection(root))


def tried(root):
    connections.note_try(connection(root), (True, "", ""), YEARS)
    connections.ask_for_try(connection(root), NOW)


def is_not_tried(root):
    return not is_being_tried(root)


def replied(root):
    replies.store(root, connection(root), [Reply(mobile(1), "STOP", "38000", YEARS)], YEARS)


def takes_it_for_the_same(root):
    replies.store(root, connection(root), [Reply(mobile(1), "STOP", "38000", NOW)], NOW)
    return len(paris1(root).replies.of("2027-01")) != 1


def doors(root, now):
    return throttle.doors(paris1(root), "zoe", "192.0.2.1", now)


def failed_to_sign_in(root):
    for _ in range(200):
        throttle.record_failure(paris1(root), doors(root, YEARS), YEARS)


def is_slowed(root):
    return throttle.wait(paris1(root), doors(root, NOW), NOW) > 0


def uploaded(root):
    uploads.count(paris1(root)["imports"], "zoe", 10**12, YEARS)


def has_uploaded_too_much(root):
    return bool(uploads.recent(paris1(root)["imports"], NOW))


def began_a_night(root):
    root.night_at = YEARS


def has_no_night(root):
    return not begin_night(root, NOW)


def counted_its_speed(root):
    campaign = make_release(paris1(root))
    campaign.handover.took(2, YEARS)
    campaign.handover.took(2, NOW)
    campaign.handover.took(60, NOW + 5)


def tells_another_speed(root):
    return only(paris1(root)["campaigns"]).handover.speed(NOW + 6) != 62 / 6


def was_left_in_doubt(root):
    make_release(paris1(root))
    campaign = only(paris1(root)["campaigns"])
    campaign.on_doubt = "resend"
    number, row = next(iter(campaign.stored_rows()))
    campaign.write(number, (row[0], states.UNCERTAIN, "", row[3], YEARS, None))


def is_not_sent_again(root):
    return resends.resend_doubtful(root, only(paris1(root)["campaigns"]).path, NOW + 1) is None


@pytest.mark.parametrize(
    ("begin", "waits"),
    [
        (held_back, is_held_back),
        (asked_for_a_try, is_being_tried),
        (asked_for_a_try, has_a_try_asked_for),
        (tried, is_not_tried),
        (replied, takes_it_for_the_same),
        (failed_to_sign_in, is_slowed),
        (uploaded, has_uploaded_too_much),
        (began_a_night, has_no_night),
        (counted_its_speed, tells_another_speed),
        (was_left_in_doubt, is_not_sent_again),
    ],
)
def test_what_waits_for_a_moment_that_a_wrong_clock_wrote_waits_no_longer(root, begin, waits):
    begin(root)
    assert not waits(root)


def have_a_night(root, now):
    root.life.trusted = now
    nights.forget(root, now)
    retention.erase_some(root, "paris1", "", now)


# Things that age: how each came about, how long it is kept, and whether it is still there.


def park(root):
    parking.park(connection(root), Receipt("a", "delivered"), YEARS)


def is_parked(root):
    return len(connection(root).parked)


def remember_reply(root):
    connection(root).saw_reply("digest", YEARS)


def knows_reply(root):
    return len(connection(root).replies_seen)


def hear_a_handset(root):
    replies.store(root, connection(root), [Reply(mobile(1), "STOP", "38000", YEARS)], YEARS)


def knows_handset(root):
    return len(connection(root).last_replies)


def leave_trail(root):
    trail = connection(root).trail_of("paris1", Trail)
    trail.remember(dict.fromkeys([b"0123456789", b"0123456780"], YEARS))


def has_trail(root):
    return len(connection(root).trails)


def keep_unread(root):
    unread.keep(connection(root), [UNREAD] * 2, unread.box_of("s"), YEARS)


def is_unread(root):
    return len(connection(root).unread)


def ask_for_sender(root):
    connection(root).put_sender(SenderId("BU", "paris1", REQUESTED, YEARS))


def has_sender(root):
    return sender_ids.find(connection(root), "paris1", "BU") is not None


def try_settings(root):
    connections.note_try(connection(root), (False, "fault", "words"), YEARS)


def has_words(root):
    return connection(root).tested[3]


def end_session(root):
    sessions.end(paris1(root), "one", YEARS)


def knows_session(root):
    return len(paris1(root).ended_sessions)


def get_reply(root):
    paris1(root).replies.add(YEARS, mobile(1), "38000", "STOP")


def has_reply(root):
    return any(paris1(root).replies.of(month) for month in paris1(root).replies.months())


def get_unclaimed_reply(root):
    root.replies.add(YEARS, mobile(1), "38000", "STOP")


def has_unclaimed_reply(root):
    return any(root.replies.of(month) for month in root.replies.months())


def refuse(root):
    make_person(paris1(root), "bert", "Bert", mobile(8))
    consent.opt_out(rights.person(paris1(root), "bert"), "bert", YEARS)
    paris1(root).grants.give("person:anne", "administrator")
    enrolment.remove(rights.person(paris1(root), "anne"), "bert", YEARS)


def is_refused(root):
    return paris1(root)["people"].refused_at(mobile(8))


def upload(root):
    folder = paris1(root)["imports"]
    folder.add(dated_name(folder, YEARS), Import("a.csv", b"Nom\nA\n", "lib", YEARS))


def has_content(root):
    return any(file.content() for file in paris1(root)["imports"].values())


def has_file(root):
    return len(paris1(root)["imports"])


def spend(root):
    daily.spend(paris1(root), "zoe", 5, YEARS)


def has_spent(root):
    return len(paris1(root).spent)


def archive_template(root):
    shelf = paris1(root)["templates"].add("scd", TemplateFolder("SCD"))
    template = shelf.add("retard", MessageTemplate("Retard", "Bonjour"))
    template.archived, template.last_change = True, (YEARS, "anne")


def has_template(root):
    return len(paris1(root)["templates"]["scd"])


def rewrite_template(root):
    template = paris1(root)["templates"].add("retard", MessageTemplate("Retard", "Un"))
    for text in ("Deux", "Trois"):
        template.rewrite(text, YEARS, "anne")


def has_earlier_text(root):
    return len(paris1(root)["templates"]["retard"].earlier)


def fail_to_sign_in(root):
    throttle.record_failure(paris1(root), doors(root, YEARS), YEARS)
    throttle.know(paris1(root), "zoe", "192.0.2.1", YEARS)


def knows_failure(root):
    return len(paris1(root).sign_in_failures) + len(paris1(root).known_addresses)


@pytest.mark.parametrize(
    ("begin", "kept_for", "is_there"),
    [
        (park, parking.PARKED_FOR, is_parked),
        (remember_reply, replies.SAME_ID, knows_reply),
        (hear_a_handset, replies.SAME_ID, knows_handset),
        (leave_trail, replies.REMEMBERED, has_trail),
        (keep_unread, unread.KEPT_FOR, is_unread),
        (ask_for_sender, sender_ids.KEPT, has_sender),
        (try_settings, connections.WORDS_KEPT, has_words),
        (end_session, sessions.KEPT, knows_session),
        (get_reply, 90 * DAY, has_reply),
        (get_unclaimed_reply, replies.UNCLAIMED, has_unclaimed_reply),
        (refuse, KEPT, is_refused),
        (upload, DAY, has_content),
        (upload, 90 * DAY, has_file),
        (archive_template, retention.TEMPLATES_KEPT, has_template),
        (rewrite_template, retention.TEMPLATES_KEPT, has_earlier_text),
    ],
)
def test_what_ages_counts_from_the_night_in_which_it_is_found(root, begin, kept_for, is_there):
    begin(root)
    for now in (NOW, NOW + kept_for):
        have_a_night(root, now)
        assert is_there(root)
    have_a_night(root, NOW + kept_for + 1)
    assert not is_there(root)


OF_A_DAY = [(spend, has_spent), (fail_to_sign_in, knows_failure)]


@pytest.mark.parametrize(("begin", "is_there"), OF_A_DAY)
def test_what_is_of_a_day_that_has_not_come_is_forgotten_at_once(root, begin, is_there):
    begin(root)
    assert is_there(root)
    nights.forget(root, NOW)
    assert not is_there(root)


def test_what_has_its_true_moment_keeps_it(root):
    """Also where clocks differ a little."""
    late = NOW + days.SKEW
    parking.park(connection(root), Receipt("a", "delivered"), late)
    replied = (late, mobile(1), "38000", "STOP")
    paris1(root).replies.add(*replied)
    leave_trail(root)
    connection(root).trails["paris1"].redate(late, late)
    paris1(root)["people"].refusals.keep("digest", "zoe", late)
    template = paris1(root)["templates"].add("a", MessageTemplate("A", "A"))
    template.rewrite("B", late, "anne")
    unread.keep(connection(root), [UNREAD], unread.box_of("s"), late)
    restores.hold(root, 0, late)
    for name in ("", "paris1"):
        nights.forget_of(root, name, NOW)
    assert connection(root).parked["a"][0] == late
    assert paris1(root).replies.of("2027-01") == [replied]
    assert connection(root).trails["paris1"].last(b"0123456789") == late
    assert paris1(root)["people"].refusals.at("digest") == late
    assert template.last_change == template.written == (late, "anne")
    assert [kept.at for _, kept in unread.waiting(connection(root))] == [late]
    assert lives.restore_of(root).at == late


def test_sessions_that_were_ended_by_a_clock_ahead_stay_ended(root):
    sessions.end_all(paris1(root), "zoe", YEARS)
    nights.forget(root, NOW)
    assert sessions.first_moment(paris1(root), "zoe") == YEARS + 1


# Campaigns.


# A restore.


# The journal.
