"""Outages told by mail: a broker, a directory, the mail server."""

import pytest
from factories import NOW, make_house, make_person

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.outbox import Away, outbox_of
from unisms.services.brokers.connections import note_trouble
from unisms.services.institution import alarms

PATH = "/institutions/paris1/brokers/fake"
MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, "chef", "Anne Chef", email="chef@univ.example")
    make_person(institution, "zoe", "Zoé", email="zoe@univ.example")
    institution.grants.give("person:chef", "administrator")
    return institution


def told(institution, now):
    """Let it look at ``now``; return the kinds of all mails posted so far, in their order."""
    alarms.tell(institution, now)
    box = institution.outbox
    found = sorted((mail.at, mail.kind) for _, mail in (box.waiting() if box else ()))
    assert {mail.to for _, mail in (box.waiting() if box else ())} <= {"chef@univ.example"}
    return [kind for _, kind in found]


def test_a_broker_that_stands_still_is_told_once_and_its_return_once(root, institution):
    note_trouble(root, PATH, "no answer", NOW)
    assert told(institution, NOW + MINUTE) == []
    assert told(institution, NOW + 11 * MINUTE) == ["broker.stopped"]
    assert told(institution, NOW + 2 * DAY) == ["broker.stopped"]
    note_trouble(root, PATH, "", NOW + 2 * DAY)
    both = ["broker.stopped", "broker.back"]
    assert told(institution, NOW + 2 * DAY + MINUTE) == both
    assert told(institution, NOW + 2 * DAY + HOUR) == both
    [_, (_, mail)] = sorted(institution.outbox.waiting(), key=lambda pair: pair[1].at)
    values = dict(mail.values)
    assert (values["title"], values["since"][0]) == ("Fake", "15/01/2027 à 09:00")
    assert values["link"].endswith("/institutions/paris1/brokers/")
    assert told(institution, NOW + 9 * DAY) == both
    assert institution.alarms == ()


def test_one_that_comes_and_goes_is_told_once_a_day(root, institution):
    for hour in range(1, 6):
        note_trouble(root, PATH, "no answer", NOW + hour * HOUR)
        told(institution, NOW + hour * HOUR + 20 * MINUTE)
        note_trouble(root, PATH, "", NOW + hour * HOUR)
        told(institution, NOW + hour * HOUR + 30 * MINUTE)
    both = ["broker.stopped", "broker.back"]
    assert told(institution, NOW + 7 * HOUR) == both
    note_trouble(root, PATH, "no answer", NOW + 8 * HOUR)
    assert told(institution, NOW + 9 * HOUR) == both
    assert told(institution, NOW + 26 * HOUR) == [*both, "broker.stopped"]


def test_a_directory_that_gives_no_answer_is_told_until_it_does(institution):
    directory = institution["directories"].add("ldap", DirectoryConnection("ldap", "LDAP", {}))
    assert told(institution, NOW) == []
    directory.tested = (NOW, False, "away", "")
    assert told(institution, NOW + HOUR) == ["directory.away"]
    directory.tested = (NOW + HOUR, True, "", "")
    assert told(institution, NOW + HOUR) == ["directory.away", "directory.back"]
    query = directory.add("l3", DirectoryQuery("L3"))
    query.counted, query.trouble = (NOW + DAY, 1, 0), (NOW + 2 * DAY, "away")
    assert told(institution, NOW + 3 * DAY)[2:] == ["directory.away"]
    institution["directories"].remove("ldap")
    assert told(institution, NOW + 3 * DAY + 1)[3:] == ["directory.back"]
    assert ("title", "ldap") in [
        pair for _, one in institution.outbox.waiting() for pair in one.values
    ]


def test_a_mail_server_that_took_nothing_for_hours_is_told_once_it_does(root, institution):
    outbox_of(root).away = tuple(Away(NOW, NOW, 1, "refused"))
    assert told(institution, NOW + HOUR) == []
    assert told(institution, NOW + 3 * HOUR) == []
    outbox_of(root).away = ()
    assert told(institution, NOW + 4 * HOUR) == ["mails.back"]
    outbox_of(root).away = tuple(Away(NOW + 5 * HOUR, NOW, 1, "refused"))
    told(institution, NOW + 8 * HOUR)
    outbox_of(root).away = ()
    assert told(institution, NOW + 9 * HOUR) == ["mails.back"]


def test_a_short_trouble_is_told_nobody(root, institution):
    outbox_of(root).away = tuple(Away(NOW, NOW, 1, "refused"))
    note_trouble(root, PATH, "no answer", NOW)
    assert told(institution, NOW + MINUTE) == []
    note_trouble(root, PATH, "", NOW)
    outbox_of(root).away = ()
    assert told(institution, NOW + HOUR) == []
    assert institution.alarms == ()
