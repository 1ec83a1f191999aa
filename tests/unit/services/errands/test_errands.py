"""Errands: messages of one recipient that the service sends by itself."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_institution,
    make_person,
    reread,
    someone,
)

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.ports import Acceptance
from unisms.services.delivery import claims, settlement
from unisms.services.errands import errands
from unisms.services.errands.errands import ANSWER, CODE, CONFIRMATION, TRY, NoWay, Way
from unisms.services.money import ledgers
from unisms.services.money.service_account import CEILING, service_account
from unisms.services.people import consent
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome

LINE = "/institutions/paris1/brokers/fake"


def claimed(root, now=NOW):
    """The texts that the connection takes next."""
    batch = claims.claim_batch(root, LINE, 100, "here", now)
    return [message.text for message in batch.messages] if batch else []


def settled(root, campaign, **told):
    outcome = Outcome(told.get("answered", {}), told.get("left", set()))
    settlement.settle_batch(root, LINE, campaign.path, (1,), outcome, NOW)
    return reread(campaign)


def test_an_errand_leaves_at_once_and_is_billed_to_the_service(root, institution, connection):
    sent = errands.send(institution, MOBILE, "Votre code : 123456", CODE, NOW)
    account = service_account(institution, NOW)
    assert sent.state == states.SENDING
    assert (sent.account, account.available) == ("service", -1)
    assert institution["accounts"]["scd"].available == 1_000
    assert claimed(root) == ["Votre code : 123456"]


def test_an_errand_overtakes_what_is_not_urgent(root, institution, connection):
    errands.send(institution, MOBILE, "Code", CODE, NOW)
    assert connection.line.waiting[0][1] == 1


def test_brackets_of_a_text_leave_as_they_are(root, institution, connection):
    errands.send(institution, MOBILE, "Salle [12] [[ok]", ANSWER, NOW)
    assert claimed(root) == ["Salle [12] [[ok]"]


def test_an_answer_is_billed_to_the_account_that_was_told(institution, connection):
    way = Way(LINE, "38000", "scd")
    sent = errands.send(
        institution, MOBILE, "Oui", ANSWER, NOW, way=way, actor=someone(institution), title="Re"
    )
    assert (sent.author, sent.account, sent.sender_id, sent.title) == ("lib", "scd", "38000", "Re")
    assert institution["accounts"]["scd"].available == 999
    assert sent.events()[-1].by == "lib"


@pytest.mark.parametrize("word", [CODE, CONFIRMATION, TRY])
def test_what_somebody_asked_for_reaches_them_after_a_no(root, institution, connection, word):
    make_person(institution)
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    errands.send(institution, MOBILE, "Bonjour", word, NOW)
    assert claimed(root) == ["Bonjour"]


def test_an_answer_does_not_reach_somebody_who_said_no(root, institution, connection):
    make_person(institution)
    sent = errands.send(institution, MOBILE, "Bonjour", ANSWER, NOW)
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    assert claimed(root) == []
    assert sent.row(1).cause == causes.OPT_OUT


@pytest.mark.parametrize(
    ("word", "late"), [(CODE, errands.CODE_PATIENCE), (ANSWER, errands.PATIENCE)]
)
def test_an_errand_that_waited_too_long_never_leaves(root, institution, connection, word, late):
    sent = errands.send(institution, MOBILE, "Bonjour", word, NOW)
    assert claimed(root, NOW + late + 1) == []
    assert (sent.row(1).state, sent.row(1).cause) == (states.SET_ASIDE, causes.EXPIRED)


def test_a_secret_is_in_no_list_and_gone_once_it_has_left(root, institution, connection):
    sent = errands.send(institution, MOBILE, "Votre code : 123456", CODE, NOW, is_secret=True)
    assert "123456" not in sent.listed.words + sent.text
    assert claimed(root) == ["Votre code : 123456"]
    reference = f"{sent.__name__}.1"
    after = settled(root, sent, answered={reference: Acceptance(reference, ("a",))})
    assert (after.state, after.values(1)) == (states.SENT, ("", "", ""))


def test_a_secret_whose_end_nobody_knows_is_given_up(root, institution, connection):
    sent = errands.send(institution, MOBILE, "Votre code : 123456", CODE, NOW, is_secret=True)
    claimed(root)
    assert settled(root, sent, left={f"{sent.__name__}.1"}).row(1).state == states.EXPIRED


def test_a_secret_that_comes_back_once_it_is_erased_never_leaves(root, institution, connection):
    sent = errands.send(institution, MOBILE, "Votre code : 123456", CODE, NOW, is_secret=True)
    errands.forget_secret(sent, NOW)
    assert claimed(root) == []
    assert sent.row(1).cause == causes.EXPIRED


def test_another_errand_keeps_its_text(root, institution, connection):
    sent = errands.send(institution, MOBILE, "Bonjour", ANSWER, NOW)
    errands.forget_secret(sent, NOW)
    assert claimed(root) == ["Bonjour"]


def test_an_errand_goes_by_a_connection_that_carries(root, institution, connection):
    connection.trouble, connection.trouble_at = "away", NOW
    make_connection(institution, "other")
    sent = errands.send(institution, MOBILE, "Bonjour", CODE, NOW)
    assert sent.connection == "/institutions/paris1/brokers/other"


def test_without_a_connection_nothing_is_written(root):
    institution = make_institution(root)
    with pytest.raises(NoWay):
        errands.send(institution, MOBILE, "Bonjour", CODE, NOW)
    assert len(institution["campaigns"]) == len(institution["accounts"]) == 0


def test_the_service_pays_until_its_ceiling(institution, connection):
    account = service_account(institution, NOW)
    account.balance.available = -CEILING
    with pytest.raises(NotEnoughCredit):
        errands.send(institution, MOBILE, "Bonjour", CODE, NOW)
    assert len(institution["campaigns"]) == 0


def test_a_closed_account_of_the_service_pays_nothing(institution, connection):
    service_account(institution, NOW).closed = True
    with pytest.raises(AccountClosed):
        errands.send(institution, MOBILE, "Bonjour", CODE, NOW)


def test_a_message_abroad_is_told_as_one(institution, connection):
    sent = errands.send(institution, "+393331234567", "Bonjour", CODE, NOW)
    assert sent.counted("abroad") == ((120_000, 1),)
    assert sent.counted("cost") == 120


def test_money_agrees_with_errands(root, institution, connection):
    errands.send(institution, MOBILE, "Bonjour", CODE, NOW)
    assert ledgers.look(root, "paris1").faults == []


def test_what_was_sent_stands_in_the_history_of_its_person_but_no_code(institution, connection):
    errands.send(institution, MOBILE, "Code", CODE, NOW, is_secret=True)
    assert institution.history is None
    first = errands.send(institution, MOBILE, "Oui", ANSWER, NOW)
    second = errands.send(institution, MOBILE, "Oui", CONFIRMATION, NOW)
    assert {*institution.history.waiting()} == {first.__name__, second.__name__}


@pytest.mark.parametrize(
    ("word", "origin"),
    [(CODE, "service"), (CONFIRMATION, "service"), (TRY, "service"), (ANSWER, "page")],
)
def test_an_errand_tells_whether_somebody_wrote_it(institution, connection, word, origin):
    sent = errands.send(institution, MOBILE, "Bonjour", word, NOW)
    assert reread(sent).origin == origin
