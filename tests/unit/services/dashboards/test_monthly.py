"""Reports of months are due once a month to those who may see something, and posted once."""

import pytest
from factories import NOW, make_institution, make_person
from ZODB.POSException import ConflictError

from unisms.model import export_keys
from unisms.model.accounts import Account
from unisms.services.dashboards import monthly
from unisms.services.dashboards.monthly import MadeReport, ReportWish
from unisms.services.ground import outbox
from unisms.testing.store import Store

CLOSED = {"paris1": "2026-10", "gone": "2026-10"}
MADE = MadeReport("Rapport", "le texte", "<p>le texte</p>", b"\x89PNG", b"%PDF")


@pytest.fixture
def paris(root):
    return furnish(root)


def furnish(root):
    paris = make_institution(root)
    for name in ("sport", "bu"):
        paris["accounts"].add(name, Account(name.title()))
    export_keys.of(paris).give("account", ("sport", "bu"))
    for uid in ("elodie", "hugo", "zoe"):
        make_person(paris, uid, uid.title(), email=f"{uid}@univ.fr")
        paris["people"].want_reports(uid, "2026-09")
    paris.grants.give("person:elodie", "administrator", "")
    paris.grants.give("person:hugo", "account_manager", "accounts/bu")
    return paris


def due(root, closed=CLOSED):
    return {one.uid: one for one in monthly.due(root, closed)}


def test_roles_are_asked_when_a_report_is_made(root, paris):
    assert due(root) == {
        "elodie": ReportWish("paris1", "elodie", "2026-10", None, "fr"),
        "hugo": ReportWish("paris1", "hugo", "2026-10", (2,), "fr"),
    }
    paris.grants.withdraw("person:hugo", "account_manager", "accounts/bu")
    assert due(root).keys() == {"elodie"}


def test_a_report_is_in_the_language_of_its_reader(root, paris):
    paris["people"]["elodie"].language = "en"
    assert due(root)["elodie"].language == "en"


def test_a_month_that_is_not_closed_is_not_due(root, paris):
    assert due(root, {"paris1": "2026-09"}) == {}
    assert due(root, {}) == {}


def test_accounts_that_no_export_has_met_make_no_report(root, paris):
    paris.export_keys = None
    assert due(root).keys() == {"elodie"}


@pytest.mark.parametrize("fields", [{"email": ""}, {"mail_trouble": (1, "5.1.1")}])
def test_whoever_no_mail_reaches_waits(root, paris, fields):
    for name, value in fields.items():
        setattr(paris["people"]["elodie"], name, value)
    assert due(root).keys() == {"hugo"}


def test_a_report_is_posted_once(root, paris):
    wish = due(root)["hugo"]
    assert monthly.post(root, wish, MADE, NOW)
    assert not monthly.post(root, wish, MADE, NOW)
    [(name, mail)] = paris.outbox.waiting()
    assert (mail.to, mail.uid, mail.kind) == ("hugo@univ.fr", "hugo", "report.monthly")
    assert dict(mail.values)["report"] == "le texte"
    enclosure = paris.outbox.enclosure(name)
    assert enclosure.html == "<p>le texte</p>"
    assert [one[:2] for one in enclosure.files] == [
        ("picture", "image/png"),
        ("rapport-sms-2026-10.pdf", "application/pdf"),
    ]
    assert due(root).keys() == {"elodie"}


def test_a_report_in_english_without_a_picture_has_a_pdf_alone(root, paris):
    paris["people"]["hugo"].language = "en"
    monthly.post(root, due(root)["hugo"], MADE._replace(picture=b""), NOW)
    [(name, _)] = paris.outbox.waiting()
    [document] = paris.outbox.enclosure(name).files
    assert document[0] == "sms-report-2026-10.pdf"


def no_wish(paris):
    paris["people"].want_no_reports("hugo")


def fewer_rights(paris):
    paris.grants.withdraw("person:hugo", "account_manager", "accounts/bu")


def other_account(paris):
    fewer_rights(paris)
    paris.grants.give("person:hugo", "account_manager", "accounts/sport")


def no_person(paris):
    paris["people"].remove("hugo")


def no_institution(paris):
    paris.__parent__.remove("paris1")


CHANGES = [no_wish, fewer_rights, other_account, no_person, no_institution]


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_while_a_report_was_made_counts(root, paris, change):
    wish = due(root)["hugo"]
    change(paris)
    assert not monthly.post(root, wish, MADE, NOW)
    assert paris.outbox is None


@pytest.mark.parametrize("field", ["text", "html"])
def test_a_report_that_is_too_long_is_refused_and_stays_due(root, paris, field):
    wish = due(root)["hugo"]
    with pytest.raises(outbox.MailTooLarge):
        monthly.post(root, wish, MADE._replace(**{field: "x" * (monthly.LONGEST + 1)}), NOW)
    assert "hugo" in due(root)


def test_of_two_workers_that_post_at_once_one_tries_again():
    store = Store()
    furnish(store.root)
    store.commit()
    rival = store.rival()
    for one in (store, rival):
        assert monthly.post(one.root, due(one.root)["hugo"], MADE, NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()
    store.close()


def test_the_link_leads_to_the_month_by_the_service(paris):
    link = monthly.link_of(paris, "2026-02")
    assert link.endswith(
        "/institutions/paris1/dashboards?to=%2Foverview%3Finstitution%3Dparis1"
        "%26first%3D2026-02-01%26last%3D2026-02-28"
    )
