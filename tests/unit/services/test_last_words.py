"""The last word of a handset: obeyed in order, for the sender that it answers, and confirmed."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_house,
    make_person,
    mobile,
    reread,
    someone,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_replies import CONNECTION, confirmed, written_to

from unisms.model.connections import SenderId
from unisms.model.folder import find, path_of
from unisms.model.themes import Theme
from unisms.ports import Reply
from unisms.services.delivery import inbox, receipts
from unisms.services.people import consent, themes
from unisms.services.people.consent import Reader
from unisms.services.replies import confirmations, follow_ups, leavings, stops
from unisms.sms import causes

MINUTE, DAY = 60, 86_400


@pytest.fixture
def person(institution):
    return make_person(institution)


def come(root, *texts, at=NOW, to="38000", path=CONNECTION):
    told = [Reply(MOBILE, text, to, at) for text in texts]
    receipts.apply(root, path, (), told, at)


def follow(root, now=NOW + 1, name="paris1"):
    follow_ups.follow(root, name, now)


def told(institution):
    """Return what was confirmed, in order: the word that takes it back."""
    found = [one for one in reread(institution)["campaigns"].values() if one.errand]
    in_order = sorted(found, key=lambda one: one.sent_at)
    return ["STOP" if one.text.endswith("START") else "START" for one in in_order]


def kept(institution):
    return list(institution.replies.since(0))


# In the order in which they came.


@pytest.mark.parametrize("words", [["STOP", "START"], ["START", "STOP"], ["STOP", "START", "STOP"]])
def test_the_last_word_is_confirmed_and_no_other(root, institution, words, person):
    for second, word in enumerate(words):
        come(root, word, at=NOW + second)
    follow(root, NOW + 9)
    assert told(institution) == words[-1:]


def test_of_one_second_the_word_that_counts_is_confirmed(root, institution, person):
    come(root, "STOP", "START")
    follow(root)
    assert told(institution) == ["START"]
    assert institution["people"].word("jdupont") != "no"


def test_what_was_written_first_is_obeyed_first_however_it_arrives(root, institution, person):
    news = [Reply(MOBILE, "STOP", "38000", NOW + 2), Reply(MOBILE, "START", "38000", NOW + 1)]
    receipts.apply(root, CONNECTION, (), news, NOW + 3)
    assert institution["people"].word("jdupont") == "no"


def test_a_start_that_comes_late_takes_no_later_stop_back(root, institution, person):
    come(root, "STOP", at=NOW - 5)
    come(root, "STOP merci", at=NOW)
    come(root, "START", at=NOW - 1)
    assert institution["people"].word("jdupont") == "no"
    assert [one.text for one in kept(institution) if not one.word] == ["START"]


def test_news_over_http_are_applied_in_the_order_in_which_they_came(root, institution):
    connection = find(root, CONNECTION)
    for number in range(20):
        inbox.put(connection, [Reply(MOBILE, f"{number}", "38000", NOW)], NOW)
    _, _, found = inbox.peek(root, CONNECTION)
    assert [one.text for one in found] == [f"{number}" for number in range(20)]


def test_a_start_after_a_confirmation_is_confirmed_because_something_else_counts(root, institution):
    for second, word in enumerate(["STOP", "START", "STOP", "STOP svp"]):
        come(root, word, at=NOW + MINUTE * second)
        follow(root, NOW + MINUTE * second)
    assert told(institution) == ["STOP", "START", "STOP"]


def test_two_machines_that_talk_to_each_other_end(root, institution):
    for second in range(20):
        come(root, ["STOP", "START"][second % 2], at=NOW + MINUTE * second)
        follow(root, NOW + MINUTE * second)
    assert len(told(institution)) == confirmations.MOST


def test_what_counts_no_more_is_not_confirmed(root, institution, person):
    come(root, "STOP")
    consent.accept(someone(institution, "jdupont"), "jdupont", NOW + 1)
    follow(root, NOW + 2)
    assert told(institution) == []


def test_a_stop_to_a_theme_is_confirmed_while_it_counts(root, institution, person):
    theme = institution["themes"].add("crous", Theme("CROUS", created_at=NOW))
    come(root, "STOP crous")
    themes.join(someone(institution, "jdupont"), theme, "jdupont", NOW + 1)
    follow(root, NOW + 2)
    assert told(institution) == []
    come(root, "STOP crous", at=NOW + 3)
    follow(root, NOW + 4)
    assert told(institution) == ["STOP"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["STOP", "START"]), st.booleans()), max_size=5))
def test_the_last_confirmation_never_says_the_opposite_of_what_counts(root, said):
    # each example has an institution of its own
    name = f"house{len(root['institutions'])}"
    house = make_house(root, name)
    make_person(house)
    for place, (word, is_followed) in enumerate(said):
        come(root, word, at=NOW + place, path=path_of(house["brokers"]["fake"]))
        if is_followed:
            follow(root, NOW + place, name)
    follow(root, NOW + 9, name)
    is_out = house["people"].word("jdupont") == "no"
    assert told(house)[-1:] in ([], ["STOP" if is_out else "START"])


# A mere yes.


def test_a_yes_to_an_alert_takes_no_stop_back(root, institution, person):
    come(root, "STOP")
    follow(root, NOW + 1)
    written_to(institution, NOW + MINUTE, 0, purpose=("emergency",))
    come(root, "OUI", at=NOW + 2 * MINUTE)
    assert institution["people"].word("jdupont") == "no"
    assert institution.replies.unread_count() == 1


def test_a_yes_to_a_confirmation_takes_the_stop_back(root, institution, person):
    written_to(institution, number=0)
    come(root, "STOP")
    follow(root, NOW + 1)
    come(root, "OUI", at=NOW + MINUTE)
    assert institution["people"].word("jdupont") != "no"


def test_a_yes_after_a_stop_that_nobody_confirmed_is_for_a_person(root, institution, person):
    come(root, "STOP", "OUI")
    assert institution["people"].word("jdupont") == "no"
    assert institution.replies.unread_count() == 1


def test_a_confirmation_to_somebody_else_asks_nobody_back(institution, person):
    make_person(institution, "zoe", msisdn=mobile(5))
    confirmed(institution, NOW)
    stops.obey(institution, mobile(5), "STOP", NOW, NOW)
    assert stops.obey(institution, mobile(5), "Oui", NOW + 1, NOW + 1) == stops.FOR_SOMEBODY


# A person leaves once.


@pytest.mark.parametrize("known", [True, False])
def test_who_says_stop_three_times_leaves_once(root, institution, known):
    if known:
        make_person(institution)
    for second, word in enumerate(["STOP", "stop svp", "Arrêt"]):
        come(root, word, at=NOW + second)
    assert len(leavings.of_institution(institution)) == 1
    come(root, "START", at=NOW + 5)
    come(root, "STOP", at=NOW + 6)
    assert [one.is_back for one in leavings.of_institution(institution)] == [False, True, False]


def test_who_leaves_a_theme_or_a_sender_twice_leaves_once(root, institution, connection, person):
    institution["themes"].add("crous", Theme("CROUS", created_at=NOW))
    connection.put_sender(SenderId("38000"))
    institution.stop_reaches = stops.SENDER
    for second, word in enumerate(["STOP crous", "STOP le crous", "STOP", "STOP svp"]):
        come(root, word, at=NOW + second)
    scopes = [one.theme for one in leavings.of_institution(institution)]
    assert scopes == ["sender:38000", "crous"]


# The sender that is answered.


@pytest.fixture
def by_sender(institution, connection):
    institution.stop_reaches = stops.SENDER
    connection.put_sender(SenderId("36222"))
    connection.put_sender(SenderId("BIBLIO"))
    return institution


def refused(institution, sender):
    return Reader(institution, (), NOW, sender).refusal(MOBILE) == causes.OPT_OUT


@pytest.mark.parametrize(
    ("shown", "to", "ended"),
    [
        ("36222", "36222", {"36222"}),
        ("36222", "+3336222", {"36222"}),
        ("36222", "036222", {"36222"}),
        ("36222", "36 222", {"36222"}),
        ("36222", "33700036222", {"36222"}),
        ("36222", "", {"36222"}),
        ("BIBLIO", "36222", {"36222", "BIBLIO"}),
        ("BIBLIO", "33700000009", {"BIBLIO"}),
        ("", "36222", {"36222", CONNECTION}),
        ("", "38000", {CONNECTION}),
    ],
)
def test_a_stop_ends_the_messages_of_the_sender_however_it_is_told(
    root, by_sender, shown, to, ended, person
):
    written_to(by_sender, number=0, sender_id=shown)
    come(root, "STOP", to=to)
    senders = {"36222", "BIBLIO", CONNECTION, "36111"}
    assert {one for one in senders if refused(by_sender, one)} == ended
    follow(root)
    assert told(by_sender) == ["STOP"]
    come(root, "START", at=NOW + MINUTE, to=to)
    assert not any(refused(by_sender, one) for one in senders)


def test_a_stop_to_a_number_of_ours_leaves_the_last_sender_that_is_another_number(
    root, by_sender, connection
):
    connection.put_sender(SenderId("36111"))
    written_to(by_sender, number=0, sender_id="36111")
    come(root, "STOP", to="36222")
    assert (refused(by_sender, "36222"), refused(by_sender, "36111")) == (True, False)


def test_a_stop_to_nobody_known_is_to_all(root, by_sender):
    come(root, "STOP", to="33700000009")
    assert refused(by_sender, "36222")
    assert by_sender["people"].is_refused_by_handset(MOBILE)
    come(root, "START", at=NOW + 1, to="33700000009")
    assert not refused(by_sender, "36222")


def test_a_message_by_another_connection_is_answered_where_none_left_by_that_one(root, by_sender):
    make_connection(by_sender, "other").put_sender(SenderId("BIBLIO"))
    other = f"{CONNECTION[:-4]}other"
    written_to(by_sender, number=0, sender_id="BIBLIO", connection=other)
    come(root, "STOP", to="")
    assert refused(by_sender, "BIBLIO")
