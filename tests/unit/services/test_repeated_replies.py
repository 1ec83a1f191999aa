"""Replies in the same words as the one before: a repetition by the broker, or a new answer."""

import pytest
from factories import (
    NOW,
    make_connection,
    make_house,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
    someone,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_replies import CONNECTION, SHARED, accepted, apply, shared_campaign, written_to

from unisms.model.campaign_lines import Errand
from unisms.model.folder import find, path_of
from unisms.model.rows import Claim
from unisms.model.themes import Theme
from unisms.ports import Reply
from unisms.services.delivery import closing, receipts
from unisms.services.errands.errands import CONFIRMATION
from unisms.services.people import consent, themes
from unisms.services.replies import replies
from unisms.sms import states

OUI = Reply(mobile(1), "Oui", "38000", NOW)
STOP = OUI._replace(text="STOP")
MINUTE = 60


@pytest.fixture
def actor(institution):
    """Somebody known here, as the one who acts on their own page."""
    make_person(institution, msisdn=mobile(1))
    return someone(institution, "jdupont")


@pytest.fixture
def shared(root):
    return make_connection(root, "consortium")


def come(root, reply, at, path=CONNECTION):
    receipts.apply(root, path, (), [reply._replace(at=at)], at)


def kept(holder):
    return [one.text for one in reread(holder).replies.since(0)]


def test_the_answer_to_a_second_question_is_another_reply(root, institution):
    written_to(institution, NOW - 9)
    come(root, OUI, NOW)
    written_to(institution, NOW + MINUTE)
    come(root, OUI, NOW + 2 * MINUTE)
    come(root, OUI, NOW + 2 * MINUTE + 1)  # and this one the broker has sent again
    assert kept(institution) == ["Oui", "Oui"]


def test_a_message_to_somebody_else_changes_nothing(root, institution):
    come(root, OUI, NOW)
    written_to(institution, NOW + MINUTE, number=2)
    come(root, OUI, NOW + 2 * MINUTE)
    assert kept(institution) == ["Oui"]


def test_a_message_that_is_leaving_may_be_what_is_answered(root, institution):
    come(root, OUI, NOW)
    release = make_release(institution, [make_recipient(1)])
    come(root, OUI, NOW + MINUTE)
    assert kept(institution) == ["Oui"]
    release.handover.claims = (tuple(Claim((1,), NOW + MINUTE, "here")),)
    come(root, OUI, NOW + 2 * MINUTE)
    assert kept(institution) == ["Oui", "Oui"]


def test_a_campaign_that_was_over_before_is_not_looked_at(root, institution, monkeypatch):
    written_to(institution, NOW - 9).ended_at = NOW - 8
    come(root, OUI, NOW)
    looks = []
    monkeypatch.setattr(replies.answers, "departures", lambda *given: looks.append(given) or ())
    come(root, OUI, NOW + MINUTE)
    assert (kept(institution), looks) == (["Oui"], [])


def confirmed_to(institution, at):
    release = written_to(institution, at)
    release.errand = tuple(Errand(CONFIRMATION))
    return release


def test_a_confirmation_asks_for_nothing_but_a_yes(root, institution):
    come(root, STOP, NOW)
    confirmed_to(institution, NOW + 1)
    come(root, STOP, NOW + 2)  # stored before a death, it was sent again to whom came after
    assert kept(institution) == ["STOP"]


def test_of_two_replies_that_a_death_left_unanswered_both_are_kept_once(root, institution):
    connection = find(root, CONNECTION)
    connection.line.holder = "first"
    receipts.apply(root, CONNECTION, (), [OUI._replace(text="Ça marche"), STOP], NOW)
    connection.line.holder = "second"
    confirmed_to(institution, NOW + 1)
    again = [OUI._replace(text="Ça marche", at=NOW + 2), STOP._replace(at=NOW + 2)]
    receipts.apply(root, CONNECTION, (), again, NOW + 2)
    assert sorted(kept(institution)) == ["STOP", "Ça marche"]


def test_a_yes_to_a_confirmation_is_another_reply_than_the_yes_before(root, institution):
    come(root, OUI, NOW)
    confirmed_to(institution, NOW + 1)
    come(root, OUI, NOW + 2)
    assert kept(institution) == ["Oui", "Oui"]


@pytest.mark.parametrize("id", ["", "7"])
def test_a_stop_said_again_after_a_yes_on_the_page_counts(root, institution, actor, id):
    come(root, STOP._replace(id=id), NOW)
    consent.accept(actor, "jdupont", NOW + MINUTE)
    come(root, STOP._replace(id=id), NOW + 2 * MINUTE)
    assert institution["people"].word("jdupont") == "no"
    assert kept(institution) == ["STOP", "STOP"]


def test_a_start_said_again_after_a_no_on_the_page_counts(root, institution, actor):
    come(root, STOP._replace(text="START"), NOW)
    consent.opt_out(actor, "jdupont", NOW + MINUTE)
    come(root, STOP._replace(text="START"), NOW + 2 * MINUTE)
    assert institution["people"].word("jdupont") != "no"


def test_a_stop_to_a_theme_said_again_after_it_was_joined_counts(root, institution, actor):
    theme = institution["themes"].add("crous", Theme("CROUS", created_at=NOW))
    themes.join(actor, theme, "jdupont", NOW - 1)
    leave = STOP._replace(text="STOP crous")
    come(root, leave, NOW)
    come(root, leave, NOW + 1)
    assert kept(institution) == ["STOP crous"]
    themes.join(actor, theme, "jdupont", NOW + MINUTE)
    come(root, leave, NOW + 2 * MINUTE)
    assert not theme.has_member("jdupont")


def test_a_stop_to_a_second_institution_of_a_shared_connection_is_its_own(root, shared):
    first = shared_campaign(root, "lyon1", NOW - 9)
    come(root, STOP, NOW, SHARED)
    second = shared_campaign(root, "lyon2", NOW + MINUTE)
    come(root, STOP, NOW + 2 * MINUTE, SHARED)
    assert (kept(first), kept(second)) == (["STOP"], ["STOP"])
    come(root, STOP, NOW + 3 * MINUTE, SHARED)
    assert (kept(first), kept(second)) == (["STOP"], ["STOP"])


def test_what_left_by_a_campaign_that_is_closed_since_counts_too(root, shared):
    lyon = shared_campaign(root, "lyon1", NOW - 9)
    come(root, STOP, NOW, SHARED)
    release = written_to(lyon, NOW + MINUTE, connection=SHARED)
    release.write(1, accepted(mobile(1), state=states.DELIVERED, at=NOW + MINUTE))
    release.become(states.SENT)
    closing.close(release, shared, NOW + MINUTE)
    come(root, STOP, NOW + 2 * MINUTE, SHARED)
    assert kept(lyon) == ["STOP", "STOP"]


def test_what_nobody_was_found_for_comes_again_and_is_kept_once(root, shared):
    come(root, STOP, NOW, SHARED)
    come(root, STOP, NOW + MINUTE, SHARED)
    assert kept(root) == ["STOP"]


# each example has an institution of its own
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["STOP", "START", "yes", "no", "message"]), max_size=8))
def test_the_last_word_counts_whatever_came_between(root, told):
    house = make_house(root, f"house{len(root['institutions'])}")
    path = path_of(house["brokers"]["fake"])
    make_person(house, msisdn=mobile(1))
    actor, wanted = someone(house, "jdupont"), False
    for place, word in enumerate(told):
        at = NOW + place + 1
        if word == "message":
            written_to(house, at)
        elif word == "yes":
            consent.accept(actor, "jdupont", at)
        elif word == "no":
            consent.opt_out(actor, "jdupont", at)
        else:
            come(root, STOP._replace(text=word), at, path)
        wanted = {"STOP": True, "no": True, "START": False, "yes": False}.get(word, wanted)
        assert (house["people"].word("jdupont") == "no") is wanted


def test_an_answer_of_before_this_was_known_is_told_apart_by_what_left(root, institution):
    apply(root, replies=[OUI])
    connection = find(root, CONNECTION)
    for handset, stored in list(connection.last_replies.items()):
        connection.last_replies[handset] = stored[:3]
    come(root, OUI, NOW + MINUTE)
    assert kept(institution) == ["Oui"]
    written_to(institution, NOW + 2 * MINUTE)
    come(root, OUI, NOW + 3 * MINUTE)
    assert kept(institution) == ["Oui", "Oui"]
