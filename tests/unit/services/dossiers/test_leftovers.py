"""Leftovers of a person beside their record: at former numbers, in drafts, on connections."""

import pytest
from dossier_facts import SAID, ZOE, chief, make_message
from factories import NOW, make_connection, make_house, make_person, mobile

from unisms.model import digests
from unisms.model.health import Flag, Past
from unisms.model.links import LinkedCampaign, Links
from unisms.ports import Receipt
from unisms.services.delivery import parking
from unisms.services.dossiers import erasures, leftovers, parts
from unisms.services.dossiers.owners import owners
from unisms.services.dossiers.subjects import Subject, of_person
from unisms.services.ground.outbox import post
from unisms.services.links import archive as links
from unisms.services.replies.mails import KIND, link_to

DAY = 86400
NEW = mobile(77)


def leave_number(institution):
    """Give Zoé another number; return her as she is known now."""
    institution["people"].renumber(ZOE.uid, NEW)
    return of_person(institution, ZOE.uid)


def erase(root, institution, subject):
    record = erasures.begin(chief(institution), subject, NOW, refuses=False)
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, {}, NOW):
        pass
    return record


@pytest.fixture
def linked(institution):
    """A message that was erased, with a link of hers."""
    known = LinkedCampaign("20260101-gone", NOW)
    institution.links = Links("ab")
    institution.links.add(7, known)
    known.keep([(1, digests.to_keep(institution, ZOE.msisdn))])
    return known


@pytest.fixture
def under_way(institution):
    return make_message(institution, closed=False)


def test_failures_and_links_of_a_former_number_are_told(institution, linked):
    subject = leave_number(institution)
    assert len([*parts.health(institution, subject)]) == 1
    assert [one["message"] for one in links.of_subject(institution, subject)] == ["20260101-gone"]
    [told] = parts.person(institution, subject)
    assert told["former_numbers"] == 1


def test_failures_and_links_of_a_former_number_are_erased(root, institution, linked):
    subject = leave_number(institution)
    assert links.erase(institution, subject, NOW) == 1
    erase(root, institution, subject)
    assert (linked.digest(1), institution.numbers.has_pasts()) == ("", False)


def test_failures_of_whoever_has_that_number_now_are_not(root, institution, linked):
    subject = leave_number(institution)
    make_person(institution, "next", "Le Suivant", ZOE.msisdn)
    subject = of_person(institution, ZOE.uid)
    assert links.erase(institution, subject, NOW) == 0
    erase(root, institution, subject)
    digest = digests.of_number(institution, ZOE.msisdn)
    assert linked.digest(1) == digest
    assert institution.numbers.flag_of(digest) is not None


def test_a_reply_of_no_known_message_from_a_former_number_is_theirs_until_they_left_it(institution):
    wrote = next(one for _, one in institution.replies.keyed("2027-01") if one.text == SAID)
    assert owners(institution, leave_number(institution)).wrote(wrote)
    institution["people"].forget_former(0, NOW + DAY)
    known = owners(institution, of_person(institution, ZOE.uid))
    assert known.wrote(wrote)
    assert not known.wrote(wrote._replace(at=NOW + DAY + 1))
    assert not known.wrote(wrote._replace(msisdn=mobile(5)))
    assert not known.wrote(wrote._replace(msisdn=""))


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("0639984242", ""),
        ("06 39 98 42 42, 0639980003", ", 0639980003"),
        ("06.39.98.42.42\n0639980003", "\n0639980003"),
        ("+33 6 39 98 42 42", ""),
        ("+33 (0)6 39 98 42 42", ""),
        ("0033639984242", ""),
        ("Appelez le 06-39-98-42-42.", "Appelez le ."),
        ("0739984242", "0739984242"),
        ("06399842421", "06399842421"),
        ("+1 639 984 242", "+1 639 984 242"),
        ("dossier 9963998424", "dossier 9963998424"),
    ],
)
def test_a_number_is_taken_out_of_what_others_type_however_it_is_written(typed, rest):
    assert leftovers.without([ZOE.msisdn], "FR")(typed) == rest


def test_without_a_number_nothing_is():
    assert leftovers.without((), "FR")("0639984242") == "0639984242"


def test_news_of_the_erased_wait_no_more_those_of_others_do(root, institution):
    campaign = make_message(institution)
    shared = make_connection(root, "consortium")
    other = make_house(root, "lyon2")
    theirs = Receipt("a", "delivered", f"{campaign.__name__}.2", ZOE.msisdn)
    strange = Receipt("b", "delivered", "20270101-abcd.2", ZOE.msisdn)
    for news in (theirs, strange):
        parking.park(shared, news, NOW)
    parking.park(institution["brokers"]["fake"], theirs, NOW)
    root.replies.add(NOW, ZOE.msisdn, "36000", SAID)
    make_person(other, "elsewhere", "Zoé Ailleurs", ZOE.msisdn)
    leftovers.forget_news(institution, [ZOE.msisdn])
    assert parking.parked(institution["brokers"]["fake"]) == []
    assert [one.id for one in parking.parked(shared)] == ["b"]
    assert root.replies.months() == ["2027-01"]
    other["people"].remove("elsewhere")
    leftovers.forget_news(institution, [ZOE.msisdn])
    assert root.replies.months() == []


def reply_of_theirs(institution):
    place = institution.replies.add(NOW, ZOE.msisdn, "38000", "Je réponds tard")
    link = link_to(institution, place, "https://sms.example")
    return post(institution, KIND, "anne@u.example", {"who": "?", "link": link}, NOW, uid="chef")


def end(institution, campaign):
    for state in ("sent", "closed"):
        campaign.become(state)
    erasures.go_on(institution, NOW + DAY)


def test_what_comes_from_them_while_a_message_is_under_way_goes_too(root, institution, under_way):
    record = erase(root, institution, ZOE)
    mail = reply_of_theirs(institution)
    end(institution, under_way)
    assert (record.state, institution.outbox.get(mail)) == ("done", None)
    assert [text for *_, text in institution.replies.of("2027-01")] == ["Autre chose"]


def test_a_mail_that_answers_them_once_they_are_gone_waits_to_leave(root, institution, under_way):
    erase(root, institution, ZOE)
    answer = post(institution, "number_wrong", ZOE.email, {"name": ZOE.name}, NOW)
    end(institution, under_way)
    assert institution.outbox.get(answer) is not None


@pytest.mark.parametrize(("uid", "number"), [(ZOE.uid, mobile(8)), ("next", ZOE.msisdn)])
def test_unless_somebody_is_called_so_or_has_the_number_by_then(
    root, institution, under_way, uid, number
):
    record = erase(root, institution, ZOE)
    make_person(institution, uid, "Une Nouvelle", number)
    mail = reply_of_theirs(institution)
    end(institution, under_way)
    assert record.state == "done"
    assert institution.outbox.get(mail) is not None


def test_a_number_alone_has_no_answer_of_a_directory(root, institution):
    institution.leavings = None
    subject = Subject(msisdn=mobile(5))
    institution.numbers.flag(digests.to_keep(institution, mobile(5)), Flag(NOW, "absent", 1))
    assert erase(root, institution, subject).state == "done"
    assert institution.numbers.past(digests.of_number(institution, mobile(5))) == Past()
