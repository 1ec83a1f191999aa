"""Mails are written with what they tell, and go at their age or with their person."""

import pytest
from factories import NOW, make_institution, make_person
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.outbox import FAILED, LEAVING, LEFT, WAITING, Mail, outbox_of
from unisms.services.ground import outbox
from unisms.services.people import enrolment
from unisms.services.rights import rights

ADDRESS = "jeanne@univ.fr"
DAY = 86400


@pytest.fixture
def paris(root):
    return make_institution(root)


def post(holder, to=ADDRESS, **options):
    name = outbox.post(holder, "number.wrong", to, {"name": "Jeanne"}, NOW, **options)
    return holder.outbox.get(name)


def states(holder):
    return {state: count for state, count in holder.outbox.counts().items() if count}


def test_a_mail_waits_with_its_values(paris):
    values = {"name": "Jeanne", "count": 3, "theme": {"fr": "Alertes", "en": "Alerts"}}
    name = outbox.post(paris, "number.wrong", ADDRESS, values, NOW, unsubscribe="https://x/y")
    mail = paris.outbox.get(name)
    assert mail.values == (("name", "Jeanne"), ("count", "3"), ("theme", ("Alertes", "Alerts")))
    told = ("number.wrong", ADDRESS, WAITING, NOW, "https://x/y")
    assert (mail.kind, mail.to, mail.state, mail.due, mail.unsubscribe) == told


def test_the_operators_have_an_outbox_too(root):
    assert post(root, uid="jdupont").state == WAITING


def test_without_an_address_nothing_is_kept(paris):
    assert outbox.post(paris, "number.wrong", "", {}, NOW) == ""
    assert paris.outbox is None


def test_a_person_is_written_to_in_their_language_unless_it_is_said(paris):
    uid = make_person(paris).__name__
    assert post(paris, uid=uid).language == ""
    paris["people"][uid].language = "en"
    assert post(paris, uid=uid).language == "en"
    assert post(paris, uid=uid, language="fr").language == "fr"
    assert post(paris, uid="nobody").language == ""


def test_an_address_from_which_mails_came_back_is_not_written_to_until_it_is_another(paris):
    uid = make_person(paris, email=ADDRESS).__name__
    paris["people"][uid].mail_trouble = (NOW, "5.1.1")
    mail = post(paris, uid=uid)
    assert (mail.state, mail.cause, mail.settled_at) == (FAILED, outbox.BOUNCED, NOW)
    assert post(paris, "elsewhere@univ.fr", uid=uid).state == WAITING
    paris["people"].readdress(uid, ADDRESS)
    assert post(paris, uid=uid).state == FAILED
    paris["people"].readdress(uid, "new@univ.fr")
    assert post(paris, "new@univ.fr", uid=uid).state == WAITING


def test_what_is_no_address_fails_at_once(paris):
    mail = post(paris, "jeanne@univ.fr\nBcc: all@univ.fr")
    assert (mail.state, mail.cause) == (FAILED, outbox.REFUSED)


@pytest.mark.parametrize(
    "text",
    [ADDRESS, "a.b+c@x.y.fr", "élodie@univ.fr", "jeanne@université.fr", "o'neil@univ.fr"],
)
def test_an_address_is_one(text):
    assert outbox.is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "jeanne",
        "@univ.fr",
        "jeanne@",
        "jeanne@univ",
        "jeanne@univ..fr",
        "jeanne@.fr",
        "jeanne@-univ.fr",
        "a b@univ.fr",
        "<jeanne@univ.fr>",
        "a@univ.fr,b@univ.fr",
        "a@b@univ.fr",
        f"{'a' * 65}@univ.fr",
        f"a@{'b' * 250}.fr",
    ],
)
def test_what_is_no_address_is_none(text):
    assert not outbox.is_address(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_address_ends_a_line(before, after):
    for end in ("\r", "\n", "\0", " "):
        assert not outbox.is_address(f"{before}{end}{after}@univ.fr")
        assert not outbox.is_address(f"jeanne@{before}{end}{after}.fr")


def test_mails_to_somebody_go_with_them(paris):
    uid = make_person(paris, email=ADDRESS).__name__
    make_person(paris, "lib")
    paris.grants.give("person:lib", "administrator")
    enrolment.remove(rights.person(paris, "lib"), uid, NOW)
    uid = make_person(paris, email=ADDRESS).__name__
    for one in (uid, uid, "other"):
        post(paris, uid=one)
    enrolment.remove(rights.person(paris, "lib"), uid, NOW)
    assert [mail.uid for _, mail in paris.outbox.waiting()] == ["other"]


def settled(holder, state, settled_at):
    return holder.outbox.add(Mail(NOW, "kind", ADDRESS, state=state, settled_at=settled_at))


@pytest.mark.parametrize("state", [LEFT, FAILED])
def test_what_is_over_goes_after_the_days_of_the_institution(paris, state):
    outbox.forget(paris, NOW)  # there is nothing yet
    outbox_of(paris)
    settled(paris, state, NOW)
    outbox.forget(paris, NOW + paris.retention * DAY)
    assert states(paris) == {state: 1}
    outbox.forget(paris, NOW + paris.retention * DAY + 1)
    assert states(paris) == {}


def test_what_is_over_goes_after_ninety_days_where_there_is_no_institution(root):
    outbox.forget(root, NOW)  # there is nothing yet
    post(root)
    settled(root, LEFT, NOW)
    outbox.forget(root, NOW + 91 * DAY)
    assert states(root) == {FAILED: 1}
    outbox.forget(root, NOW + 94 * DAY)
    assert states(root) == {}


def test_what_left_by_a_clock_that_was_ahead_ages_from_the_night_on(paris):
    post(paris)
    name = settled(paris, LEFT, NOW + 900 * DAY)
    outbox.forget(paris, NOW)
    assert paris.outbox.get(name).settled_at == NOW


def test_what_waited_three_days_fails_unless_it_is_leaving_just_now(paris):
    post(paris)
    leaving = paris.outbox.add(Mail(NOW, "kind", ADDRESS, state=LEAVING))
    outbox.forget(paris, NOW + 3 * DAY)
    assert states(paris) == {WAITING: 2}
    outbox.forget(paris, NOW + 3 * DAY + 1)
    assert states(paris) == {WAITING: 1, FAILED: 1}
    assert paris.outbox.get(leaving).state == LEAVING
    [(_, mail)] = paris.outbox.failed()
    assert (mail.cause, mail.settled_at) == (outbox.LATE, NOW + 3 * DAY)


def test_what_was_written_by_a_clock_that_was_ahead_leaves_as_if_written_now(paris):
    late = paris_mail(paris, NOW + 900 * DAY, due=NOW + 900 * DAY)
    again = paris_mail(paris, NOW, due=NOW + 900 * DAY)
    outbox.forget(paris, NOW)
    for name in (late, again):
        assert (paris.outbox.get(name).at, paris.outbox.get(name).due) == (NOW, NOW)


def paris_mail(paris, at, due):
    return outbox_of(paris).add(Mail(at, "kind", ADDRESS, due=due))


def test_what_waits_in_a_restored_store_may_have_left_since(paris):
    outbox.doubt(paris, NOW)  # there is nothing yet
    name = paris_mail(paris, NOW, NOW)
    outbox.doubt(paris, NOW + 1)
    mail = paris.outbox.get(name)
    assert (mail.state, mail.cause, mail.settled_at) == (FAILED, outbox.RESTORED, NOW + 1)
