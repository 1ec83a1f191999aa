"""Files as audience."""

from datetime import date

import pytest
from factories import (
    MOBILE,
    NOW,
    make_recipient,
    mobile,
)

from unisms.model.acl import Permission
from unisms.model.imports import Import
from unisms.ports import AudienceGone
from unisms.services.audience.audience import expand
from unisms.services.audience.choices import Choice
from unisms.services.audience.kinds.files import IMPORT, FileKind
from unisms.services.exclusions.judges import Judge
from unisms.services.ground.actor import service
from unisms.services.imports import candidates, intake
from unisms.services.people import consent
from unisms.sms import causes
from unisms.testing.factories import someone

TODAY = date(2027, 1, 15)
KIND = FileKind()


def expanded(institution, *chosen, wanted=()):
    return list(
        expand(institution, chosen, wanted, TODAY, Judge(consent.Reader(institution, (), NOW)))
    )


def test_a_file_gives_its_own_recipients(institution, monkeypatch):
    record = institution["imports"].add("i", Import("a.csv", b"a", "lib", NOW))
    seen = []

    def recipients(record, wanted, **rules):
        seen.append((record, wanted, rules))
        yield make_recipient(4)

    monkeypatch.setattr(candidates, "recipients", recipients)
    institution.foreign_numbers = "refuse"
    assert expanded(institution, ("import", "i"), wanted=("Nom",)) == [make_recipient(4)]
    assert seen == [(record, ("Nom",), {"today": TODAY, "country": "FR", "foreign_ok": False})]


@pytest.fixture
def record(institution):
    content = f"Nom;Mobile\nZoé;{MOBILE}\nMax;{mobile(1)}\n".encode()
    record = intake.receive(someone(institution), "retards.csv", content, NOW)
    intake.read(record)
    return record


def test_a_file_is_its_authors_alone(institution, record):
    may = [KIND.may_use(someone(institution, by), record.__name__) for by in ("lib", "zoe")]
    assert may == [True, False]
    assert (KIND.permission, KIND.is_private) == (Permission.IMPORT_FILE, True)


def test_a_file_that_is_forgotten_or_gone_is_told(institution, record):
    name = record.__name__
    record.forget()
    with pytest.raises(AudienceGone):
        next(KIND.recipients(institution, name, (), TODAY))
    assert not KIND.may_use(someone(institution), name)
    with pytest.raises(AudienceGone):
        KIND.columns(institution, "gone")
    assert KIND.title(institution, "gone") == ""


def test_a_no_is_heard_for_the_numbers_of_a_file_too(institution, record):
    consent.refuse_number(service(), institution, mobile(1), NOW)
    found = expanded(institution, (IMPORT, record.__name__))
    assert [one.cause for one in found] == [None, causes.OPT_OUT]


def test_a_file_has_a_title_without_its_ending_and_is_listed_for_nobody(institution, record):
    assert KIND.title(institution, record.__name__) == "retards"
    assert KIND.called(institution, record.__name__) == ""


def test_ones_own_files_are_offered_those_that_are_chosen_first(institution, record):
    other = intake.receive(
        someone(institution, "zoe"), "b.csv", f"Mobile\n{MOBILE}\n".encode(), NOW
    )
    intake.read(other)
    offered = KIND.choices(institution, [other.__name__, "gone"], "lib")
    assert offered == [
        Choice(IMPORT, other.__name__, "b.csv", "lines", 1),
        Choice(IMPORT, record.__name__, "retards.csv", "lines", 2),
    ]
    record.ready = 2
    assert KIND.choices(institution, (), "lib")[0].note == "people"
    assert KIND.choices(institution, (), "") == []
