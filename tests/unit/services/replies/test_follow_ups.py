"""Replies followed up: the message that they answer, and the SMS that confirms a STOP."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_institution,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
)
from shared_replies import CONNECTION

from unisms.model.connections import SenderId
from unisms.model.leavings import Leaving
from unisms.model.proofs import LINK
from unisms.model.themes import Theme
from unisms.ports import Reply
from unisms.services.delivery import receipts
from unisms.services.money.service_account import service_account
from unisms.services.replies import confirmations, follow_ups, leavings
from unisms.sms import states
from unisms.sms.encoding import ALPHABETS, encode

DAY = 86_400


def reply(root, text, number=0, at=NOW, to="38000", path=CONNECTION):
    receipts.apply(root, path, (), [Reply(mobile(number), text, to, at)], at)


def follow(root, now=NOW):
    return follow_ups.follow(root, "paris1", now)


def kept(institution):
    return [one for month in institution.replies.months() for _, one in keyed(institution, month)]


def keyed(institution, month):
    return institution.replies.keyed(month)


def sent(institution):
    """The errands that wait or have left, as number and text."""
    found = [one for one in institution["campaigns"].values() if one.errand]
    return [(one.row(1).msisdn, one.text, one.sender_id) for one in found]


def accepted(campaign, sent_at=NOW - 1):
    campaign.sent_at = sent_at
    for number, _ in list(campaign.stored_rows()):
        campaign.write(number, campaign.row(number).moved(states.ACCEPTED, NOW))
    return campaign


def test_a_reply_is_linked_to_the_last_message_of_its_way(root, institution, connection):
    connection.put_sender(SenderId("36000"))
    first = accepted(make_release(institution, 2, sender_id="36000"), NOW - 9)
    accepted(make_release(institution, 2), NOW - 5)
    reply(root, "Oui", to="36000")
    follow(root)
    assert [(one.campaign, one.row) for one in kept(institution)] == [(first.__name__, 1)]


def test_a_reply_to_an_unknown_way_is_linked_to_the_last_message_of_its_connection(
    root, institution
):
    make_connection(institution, "other")
    mine = accepted(make_release(institution, 2), NOW - 9)
    accepted(make_release(institution, 2, connection=f"{CONNECTION[:-4]}other"), NOW - 5)
    reply(root, "Oui")
    follow(root)
    assert [one.campaign for one in kept(institution)] == [mine.__name__]


def test_a_stop_is_counted_to_the_message_that_it_answers(root, institution):
    make_person(institution)
    campaign = accepted(make_release(institution, 3))
    reply(root, "STOP")
    reply(root, "STOP", number=1)
    follow(root)
    assert leavings.left_by(campaign) == 2
    by_link = Leaving(NOW, "zoe", "", LINK, "", campaign.__name__)
    institution.leavings.add(by_link)
    assert leavings.left_by(campaign) == 2
    assert {one.uid for one in leavings.of_campaign(campaign)} == {"jdupont", "", "zoe"}


def test_a_draft_has_nobody_who_left(institution):
    campaign = make_release(institution, 1)
    campaign.sent_at = 0
    assert leavings.left_by(campaign) == 0


def test_an_answer_of_nobodys_message_is_linked_to_none(root, institution):
    reply(root, "Oui")
    assert follow(root) == set()
    assert [one.campaign for one in kept(institution)] == [""]
    assert list(follow_ups.waiting(root, NOW)) == []


def test_what_is_fresh_waits_for_its_task(root, institution):
    reply(root, "Oui")
    assert list(follow_ups.waiting(root, NOW)) == [("follow_replies", "paris1")]


def test_an_institution_that_is_gone_has_no_replies(root):
    assert follow_ups.follow(root, "gone", NOW) == set()


def test_a_reply_that_is_erased_meanwhile_is_passed_over(root, institution):
    reply(root, "STOP")
    [place] = institution.replies.fresh()
    del institution.replies._months[place[0]][place[1]]
    assert follow(root) == set()
    assert institution.replies.fresh() == []


def test_a_stop_is_confirmed_once_a_day_by_the_sender_that_was_answered(
    root, institution, connection
):
    connection.put_sender(SenderId("+38000"))
    reply(root, "STOP")
    reply(root, "Arrêt", at=NOW + 60)
    assert follow(root, NOW + 61) == {CONNECTION}
    [(number, text, sender)] = sent(institution)
    assert (number, sender) == (MOBILE, "+38000")
    assert sorted(whys(institution)) == ["", confirmations.TWICE]
    assert text == (
        "Paris1 : c'est noté, vous ne recevrez plus nos SMS, sauf urgence. Pour revenir : START"
    )
    assert service_account(institution, NOW).available == -1
    assert institution["accounts"]["scd"].available == 1_000


@pytest.mark.parametrize(("later", "count"), [(DAY - 1, 1), (DAY, 2)])
def test_the_next_day_a_stop_is_confirmed_again(root, institution, later, count):
    reply(root, "STOP")
    follow(root)
    reply(root, "STOP", at=NOW + later)
    follow(root, NOW + later)
    assert len(sent(institution)) == count


def test_a_stop_is_confirmed_no_more_once_it_would_puzzle(root, institution):
    reply(root, "STOP")
    follow(root, NOW + confirmations.LATE + 1)
    assert sent(institution) == []
    assert whys(institution) == [confirmations.OLD]


def whys(institution):
    return [kept.unconfirmed for _, kept in institution.replies.keyed("2027-01")]


def test_a_start_is_confirmed(root, institution):
    reply(root, "STOP")
    institution.stop_confirmed = False
    follow(root)
    institution.stop_confirmed = True
    reply(root, "START", at=NOW + 60)
    follow(root, NOW + 60)
    [(_, text, _)] = sent(institution)
    assert text == ("Paris1 : c'est noté, vous recevez de nouveau nos SMS. Pour partir : STOP")


def test_a_confirmation_speaks_the_language_of_its_person_and_names_the_theme(root, institution):
    make_person(institution).language = "en"
    theme = institution["themes"].add("crous", Theme("CROUS"))
    theme.title_en = "Housing"
    reply(root, "STOP crous")
    follow(root)
    [(_, text, _)] = sent(institution)
    assert text == 'Paris1: you will receive our SMS "Housing" no more. To come back: START'


def test_where_emergencies_obey_too_none_is_promised(root, institution):
    institution.policies = (("emergency", "opt_out"),)
    institution.language = "it"
    reply(root, "STOP")
    follow(root)
    assert "urgence" not in sent(institution)[0][1]


def test_a_long_title_is_left_out_before_a_second_sms_is_paid(institution):
    institution.title = "Université de l'Ouest et de la Mer " * 4
    place = institution.replies.add(NOW, MOBILE, "", "STOP", word="stop")
    told = confirmations.text_of(institution, institution.replies.get(*place), "gsm")
    assert told.startswith("C'est noté")
    assert encode(told, ALPHABETS["gsm"]).segments == 1


def nothing(institution, connection):
    institution.stop_confirmed = False


def no_credit(institution, connection):
    service_account(institution, NOW).balance.available = -10_000


def no_connection(institution, connection):
    institution["brokers"].remove("fake")


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (nothing, confirmations.OFF),
        (no_credit, confirmations.UNPAID),
        (no_connection, confirmations.NO_WAY),
    ],
)
def test_a_stop_that_cannot_be_confirmed_counts_all_the_same(
    root, institution, connection, case, why
):
    reply(root, "STOP")
    case(institution, connection)
    assert follow(root) == set()
    assert whys(institution) == [why]
    assert sent(institution) == []
    assert institution["people"].is_refused_by_handset(MOBILE)


def test_a_reply_for_a_person_is_confirmed_by_nothing(root, institution):
    accepted(make_release(institution, [make_recipient(0)]))
    reply(root, "Merci")
    follow(root)
    assert sent(reread(institution)) == []
    assert make_institution(root, "nice").replies.fresh() == []


def test_of_words_that_came_together_the_last_is_confirmed_and_the_others_say_why_not(
    root, institution, connection
):
    for place, words in enumerate(("STOP", "START", "STOP", "START")):
        reply(root, words, at=NOW + place)
    follow(root, NOW + 61)
    [(_, text, _)] = sent(institution)
    assert "de nouveau" in text
    why = [confirmations.OVERTAKEN, confirmations.OVERTAKEN, confirmations.TWICE, ""]
    assert sorted(whys(institution)) == sorted(why)
