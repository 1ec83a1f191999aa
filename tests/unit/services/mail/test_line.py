"""The line of mails: taken in turns at a set rate, tried again with patience, and never lost."""

import contextlib

import mailing
import pytest
from factories import NOW, Store, make_institution
from hypothesis import given
from hypothesis import strategies as st
from mailing import SERVER, TEXTS, post
from ZODB.POSException import ConflictError

from unisms.model.outbox import FAILED, LEAVING, LEFT, WAITING
from unisms.services.ground import outbox
from unisms.services.mail import causes, line
from unisms.services.mail.envelopes import MailAnswer, MailServerAway
from unisms.services.mail.line import HandedOver
from unisms.services.operators import restores

DAY = 86400
TAKEN = MailAnswer(250, "2.0.0 Ok")
BUSY = MailAnswer(451, "4.7.1 Greylisted")
REFUSED = MailAnswer(550, "5.1.1 No such user")


@pytest.fixture
def paris(root):
    return make_institution(root)


def claim(root, now=NOW, server=SERVER):
    return line.claim(root, TEXTS, server, now)


def answer(root, letters, answer, now=NOW):
    return line.settle(root, [HandedOver(letter, answer) for letter in letters], None, now)


def mail(paris, name):
    return paris.outbox.get(name)


def due(root, now=NOW):
    return list(line.to_send(root, now))


def test_what_is_due_is_found_and_nothing_else(root, paris):
    assert due(root) == []
    post(paris, NOW)
    assert due(root, NOW - 1) == []
    assert due(root) == [("send_mails",)]
    claim(root)
    assert due(root) == []


@pytest.mark.parametrize(("told", "kept"), [(TAKEN, False), (REFUSED, False), (BUSY, True)])
def test_nothing_stays_of_the_mail_that_tells_an_erasure_once_it_left_or_failed(
    root, paris, told, kept
):
    name = outbox.post(paris, outbox.ERASED, "elodie@univ.fr", mailing.VALUES, NOW)
    texts = {outbox.ERASED: TEXTS["number.wrong"]}
    answer(root, line.claim(root, texts, SERVER, NOW), told)
    assert (mail(paris, name) is not None) == kept


def test_a_mail_is_taken_once_and_leaves(root, paris):
    name = post(paris, NOW)
    [letter] = claim(root)
    assert (letter.name, letter.holder, letter.to) == (name, "paris1", "elodie@univ.fr")
    assert mail(paris, name).state == LEAVING
    assert claim(root) == []
    assert answer(root, [letter], TAKEN, NOW + 2) == {LEFT: 1, WAITING: 0, FAILED: 0}
    left = mail(paris, name)
    assert (left.state, left.settled_at, left.values) == (LEFT, NOW + 2, ())


def test_operators_write_too(root):
    outbox.post(root, "number.wrong", "op@univ.fr", mailing.VALUES, NOW)
    [letter] = claim(root)
    assert letter.holder == ""
    assert answer(root, [letter], TAKEN)[LEFT] == 1


def test_each_institution_has_its_turn_however_much_waits_elsewhere(root, paris):
    for n in range(60):
        post(paris, NOW - 100 + n)
    lyon = make_institution(root, "lyon")
    late = [post(lyon, NOW), post(lyon, NOW)]
    letters = claim(root)
    assert len(letters) == line.BATCH
    assert {one.name for one in letters[:4] if one.holder == "lyon"} == {*late}


def test_a_code_does_not_wait_behind_thousands_of_warnings(root, paris):
    for n in range(60):
        post(paris, NOW - 100 + n)
    code = post(paris, NOW, urgent=True)
    assert claim(root)[0].name == code
    assert mail(paris, code).at == NOW


def test_no_more_is_taken_than_the_rate_lets_leave_whoever_takes_it(root, paris):
    for n in range(30):
        post(paris, NOW - n)
    slow = SERVER._replace(rate=10)
    assert len(claim(root, server=slow)) == 10
    assert len(claim(root, server=slow)) == 0
    assert len(claim(root, NOW + 30, slow)) == 5
    assert len(claim(root, NOW + 90, slow)) == 10
    assert len(claim(root, NOW - DAY, slow)) == 0  # nothing is due for a clock that is behind


@given(st.lists(st.integers(0, 200), max_size=60), st.integers(1, 600))
def test_the_rate_is_kept_however_often_somebody_asks(waits, rate):
    with contextlib.closing(Store()) as store:
        now, taken = NOW, 0
        for wait in waits:
            now += wait
            taken += line._allowed(store.root, SERVER._replace(rate=rate), now)
            assert taken <= (now - NOW + line.AHEAD) * rate / 60


def test_of_two_workers_that_take_at_the_same_moment_one_looks_again(store, root, paris):
    name = post(paris, NOW)
    claim(root)
    answer(root, claim(root, NOW + line.LEASE), BUSY, NOW)
    store.commit()
    rival = store.rival()
    now = paris.outbox.get(name).due
    assert len(claim(root, now)) == len(claim(rival.root, now)) == 1
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


def test_a_clock_that_was_ahead_does_not_stop_the_line(root, paris):
    post(paris, NOW + 9 * DAY)
    claim(root, NOW + 9 * DAY)
    post(paris, NOW)
    assert len(claim(root)) == 1


def test_a_worker_that_is_killed_leaves_its_mails_to_another(root, paris):
    name = post(paris, NOW)
    [first] = claim(root)
    [second] = claim(root, NOW + line.LEASE)
    assert (second.name, second.content) == (first.name, first.content)
    answer(root, [first], BUSY, NOW + line.LEASE)  # it was only slow: the mail is another's by now
    assert mail(paris, name).state == LEAVING
    answer(root, [first], TAKEN, NOW + line.LEASE)
    assert mail(paris, name).state == LEFT
    answer(root, [second], BUSY, NOW + line.LEASE)
    assert mail(paris, name).state == LEFT


def test_a_server_that_is_busy_is_asked_again_after_pauses_that_grow(root, paris):
    name, now, pauses = post(paris, NOW), NOW, []
    while mail(paris, name).state == WAITING:
        answer(root, claim(root, now), BUSY, now)
        waits = mail(paris, name)
        pauses.append(waits.due - now)
        now = waits.due
    assert pauses[:7] == [60, 240, 960, 3840, 15360, 43200, 43200]
    failed = mail(paris, name)
    assert 3 * DAY <= failed.settled_at - NOW < 4 * DAY
    assert (failed.cause, failed.answer) == (causes.BUSY, "451 4.7.1 Greylisted")


def test_a_line_that_breaks_in_the_middle_is_a_try(root, paris):
    name = post(paris, NOW)
    answer(root, claim(root), MailAnswer(0, "TimeoutError"))
    waits = mail(paris, name)
    told = (WAITING, causes.LOST, 1, NOW + 60)
    assert (waits.state, waits.cause, waits.tries, waits.due) == told


def test_a_mail_that_the_server_may_have_taken_is_tried_three_times(root, paris):
    name, now = post(paris, NOW), NOW
    answers = [MailAnswer(0, "SMTPServerDisconnected", causes.UNANSWERED)] * 3
    for place, told in enumerate([answers[0], BUSY, *answers[1:]], 1):
        [letter] = claim(root, now)
        answer(root, [letter], told, now)
        assert mail(paris, name).state == (FAILED if place == 4 else WAITING)
        now = mail(paris, name).due
    assert mail(paris, name).cause == causes.UNANSWERED


def test_one_that_is_refused_stops_no_other(root, paris):
    bad, good = post(paris, NOW, "gone@univ.fr"), post(paris, NOW)
    by_name = {one.name: one for one in claim(root)}
    outcomes = [HandedOver(by_name[bad], REFUSED), HandedOver(by_name[good], TAKEN)]
    line.settle(root, outcomes, None, NOW)
    assert mail(paris, bad)[7:13] == (
        FAILED,
        1,
        NOW + 600,
        "recipient",
        "550 5.1.1 No such user",
        NOW,
    )
    assert mail(paris, good).state == LEFT


def test_what_was_not_handed_over_waits_as_before(root, paris):
    name = post(paris, NOW)
    assert answer(root, claim(root), None, NOW + 5)[WAITING] == 1
    waits = mail(paris, name)
    assert (waits.state, waits.tries, waits.due) == (WAITING, 0, NOW + 5)


def test_one_that_cannot_be_written_fails_and_the_rest_leaves(root, paris):
    unknown = outbox.post(paris, "unknown", "a@univ.fr", {}, NOW)
    name = post(paris, NOW)
    assert [one.name for one in claim(root)] == [name]
    assert mail(paris, unknown).cause == causes.TEXT


def test_one_whose_headers_cannot_be_made_fails_alone(root, paris):
    paris.mail_reply_to = "no address\r\nBcc: all"
    name = post(paris, NOW)
    assert claim(root) == []
    assert mail(paris, name).state == FAILED


def test_what_is_forgotten_while_it_leaves_stays_forgotten(root, paris):
    name = post(paris, NOW, uid="elodie")
    lyon = make_institution(root, "lyon")
    post(lyon, NOW)
    letters = claim(root)
    outbox.forget_person(paris, "elodie")
    root["institutions"].remove("lyon")
    assert answer(root, letters, TAKEN) == {LEFT: 0, WAITING: 0, FAILED: 0}
    assert mail(paris, name) is None


def away(root, now=NOW):
    line.settle(root, [], MailServerAway("unreachable", "Connection refused"), now)
    return line.away_of(root)


def test_a_server_that_is_away_is_tried_less_and_less_and_no_mail_ages_by_it(root, paris):
    name = post(paris, NOW)
    now, pauses = NOW, []
    for _ in range(6):
        answer(root, claim(root, now), None, now)
        found = away(root, now)
        assert claim(root, found.again - 1) == []
        assert due(root, found.again - 1) == []
        pauses.append(found.again - now)
        now = found.again
    assert pauses == [60, 240, 540, 900, 900, 900]
    assert found[:1] + found[3:] == (NOW, "unreachable", "Connection refused")
    assert mail(paris, name).tries == 0
    answer(root, claim(root, now), TAKEN, now)
    assert line.away_of(root) is None


def test_a_server_that_was_mended_is_tried_when_somebody_asks(root, paris):
    line.try_again(root, NOW)  # nothing is wrong
    assert root.outbox is None
    post(paris, NOW)
    away(root)
    assert claim(root, NOW + 1) == []
    line.try_again(root, NOW + 1)
    assert len(claim(root, NOW + 1)) == 1
    assert line.away_of(root).since == NOW


def test_a_server_is_back_once_it_has_answered_and_not_before(root, paris):
    post(paris, NOW)
    letters = claim(root)
    away(root)
    answer(root, letters, None)
    assert line.away_of(root) is not None
    answer(root, claim(root, NOW + 60), BUSY)
    assert line.away_of(root) is None


def test_a_clock_that_was_ahead_does_not_keep_the_server_away(root, paris):
    post(paris, NOW)
    away(root, NOW + 9 * DAY)
    assert len(claim(root)) == 1


def test_mails_are_shown_as_of_their_institution(root, paris):
    assert line.house_of(paris)[:4] == ("paris1", "Paris1", "Paris1", "")
    paris.mail_sender, paris.mail_reply_to = "Le service SMS", "sms@univ.fr"
    assert line.house_of(paris)[2:4] == ("Le service SMS", "sms@univ.fr")
    assert line.house_of(root).name == ""


def test_what_waits_in_a_store_that_was_restored_does_not_leave_by_itself(root, paris):
    name = post(paris, NOW)
    outbox.post(root, "number.wrong", "op@univ.fr", mailing.VALUES, NOW)
    restores.hold(root, 0, NOW)
    assert (mail(paris, name).state, mail(paris, name).cause) == (FAILED, outbox.RESTORED)
    assert root.outbox.counts()[FAILED] == 1
    later = post(paris, NOW)
    assert claim(root) == []
    assert mail(paris, later).state == WAITING
