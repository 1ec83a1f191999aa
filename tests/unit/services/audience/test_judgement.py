"""The judgement of recipients: whatever kind they come of, and only where there is a question."""

from datetime import date

import pytest
from factories import MOBILE, NOW, make_group, make_person, mobile

from unisms.model.kinds import kinds_behind
from unisms.ports import Person
from unisms.services.audience.audience import expand
from unisms.services.exclusions.judges import Judge
from unisms.services.ground.actor import service
from unisms.services.imports import intake
from unisms.services.people import consent
from unisms.services.people.consent import Reader
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes
from unisms.testing.audiences import LIST, FakeLists
from unisms.testing.factories import someone

TODAY = date(2027, 1, 15)
FILE = f"Nom;Mobile\nZoé;{mobile(1)}\n".encode()


def of_persons(institution):
    return ("person", "l2-1")


def of_groups(institution):
    return ("group", "l2")


def of_numbers(institution):
    return ("number", mobile(1))


def of_files(institution):
    record = intake.receive(someone(institution), "x.csv", FILE, NOW)
    intake.read(record)
    return ("import", record.__name__)


@pytest.mark.parametrize("choose", [of_persons, of_groups, of_numbers, of_files])
def test_no_kind_of_audience_escapes_it(institution, choose):
    make_group(institution)
    chosen = [choose(institution)]
    consent.refuse_number(service(), institution, mobile(1), NOW)
    for purpose, cause in (((), causes.OPT_OUT), (("emergency",), None)):
        reader = Reader(institution, purpose, NOW)
        found = {
            one.msisdn: one.cause for one in expand(institution, chosen, (), TODAY, Judge(reader))
        }
        assert found[mobile(1)] == cause
        assert {*found.values()} <= {cause, None}


def test_an_answer_of_an_outsider_is_judged_by_the_person(institution):
    kinds_behind(institution)[LIST] = FakeLists()
    make_person(institution, msisdn=mobile(1))
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    pair, people = (LIST, "all"), (Person("jdupont", "J", (MOBILE,)), Person("z", "Z", (MOBILE,)))
    reader = Reader(institution, (), NOW)
    found = expand(institution, [pair], (), TODAY, Judge(reader), {pair: people})
    assert [(one.uid, one.cause) for one in found] == [("jdupont", causes.OPT_OUT), ("z", None)]
    del kinds_behind(institution)[LIST]


def test_another_cause_stays_as_it_is(institution):
    consent.refuse_number(service(), institution, MOBILE, NOW)
    landline = Recipient(MOBILE, "", "", cause=causes.LANDLINE)
    assert Judge(Reader(institution, (), NOW)).one(landline) is landline


def test_where_nobody_has_answered_nobody_is_looked_at(institution):
    recipients = iter([Recipient(MOBILE, "", "")])
    assert Judge(Reader(institution, (), NOW)).all(recipients) is recipients
