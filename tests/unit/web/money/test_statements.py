"""The month of an account: its figures, a line for each message, and the file."""

import time
from types import SimpleNamespace

import pytest
import scenes

from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.services.money import billing
from unisms.testing.factories import ledger, someone
from unisms.web.money import statements

ACCOUNT = "/institutions/paris1/accounts/sport/"
SCD = "/institutions/paris1/accounts/scd/"
NOVEMBER, SEPTEMBER = 1_763_000_000, 1_757_000_000  # in 2025


@pytest.fixture
def accountant(house):
    return house.person("mcomptes")


def spend(root, account="sport", name="c", segments=10, at=NOVEMBER + 9, back=2):
    """A message of 10 SMS that used 8; in November 2025 unless told."""
    account = find(root, f"{scenes.PARIS}/accounts/{account}")
    billing.reserve(someone(account, "zlefevre"), account, name, segments, 50 * segments, at)
    if back is not None:
        billing.settle(account, name, segments - back, 50 * (segments - back), at + 60)


@pytest.fixture
def histoire(house):
    """An account that was given 500 SMS in November 2025."""

    def begin(root):
        account = find(root, f"{scenes.PARIS}/accounts").add("histoire", Account("Histoire"))
        billing.grant(someone(account, "mcomptes"), account, 500, NOVEMBER, note="dotation 2026")

    house.run(begin)
    return "/institutions/paris1/accounts/histoire/"


def rows(page):
    return [" ".join(row.text.split()) for row in page.html.select("tbody tr")]


def test_a_month_says_what_was_spent_and_each_message_has_one_line(house, accountant, histoire):
    house.run(
        lambda root: spend(root, "histoire") or spend(root, "histoire", "d", 3, NOVEMBER + 99, None)
    )
    page = accountant.get(f"{histoire}?month=2025-11")
    assert "Novembre 2025\u202f: 2 messages, 11 SMS, 0,55\u00a0€" in page.text.replace(
        "\u202f€", "\u00a0€"
    )
    last, first, credit = rows(page)
    assert "Message de Zoé Lefèvre · pas encore terminé −3 −0,15" in last
    assert "Message de Zoé Lefèvre −8 −0,40" in first
    assert "Crédit ajouté · Malik Roux · dotation 2026 +500" in credit


def test_the_list_of_accounts_tells_the_same_figures(house, accountant):
    house.run(lambda root: spend(root, segments=9, at=int(time.time())) and None)
    told = accountant.get("/institutions/paris1/accounts/").html.text
    assert "\u202f: 1 message, 7 SMS, 0,35" in told
    assert "Aucun message envoyé en" in told


def test_a_month_without_a_message_says_so(house, accountant, histoire):
    house.run(lambda root: spend(root, "histoire", at=SEPTEMBER) and None)
    page = accountant.get(histoire)
    months = [option["value"] for option in page.html.select("#month option")]
    assert months[-3:] == ["2025-11", "2025-10", "2025-09"]
    assert page.html.select_one("#month option[selected]")["value"] == months[0]
    assert "8 SMS" in accountant.get(f"{histoire}?month=2025-09")
    assert "Rien n’a été dépensé ni ajouté en octobre 2025" in accountant.get(
        f"{histoire}?month=2025-10"
    )
    for asked in ("1999-01", "x", "2025-13"):
        told = accountant.get(f"{histoire}?month={asked}").html
        assert told.select_one("#month option[selected]")["value"] == months[0]


def test_a_message_is_named_for_those_who_may_read_it_alone(house, accountant):
    path = house.run(lambda root: scenes.closed(root, account="scd"))
    page = accountant.get(SCD)
    assert "Cours déplacé" not in page
    assert path.rsplit("/", 1)[1] not in page
    assert any("Message de Zoé Lefèvre" in row for row in rows(page))
    assert "Cours déplacé" in house.person("admin").get(SCD)


def test_each_line_says_for_how_many_people_it_was(house, accountant):
    path = house.run(lambda root: scenes.closed(root, account="scd"))
    count = house.run(lambda root: find(root, path).counted("recipients"))
    line = next(row for row in accountant.get(SCD).html.select("tbody tr") if "Message" in row.text)
    assert int(line.select("td")[2].text) >= count > 0


def test_a_message_whose_text_is_erased_keeps_its_count(house, accountant):
    path = house.run(lambda root: scenes.closed(root, account="scd"))
    house.run(lambda root: setattr(find(root, path), "check", ()))
    line = next(row for row in accountant.get(SCD).html.select("tbody tr") if "Message" in row.text)
    assert int(line.select("td")[2].text) > 0


def test_a_message_that_is_gone_is_still_told(house, accountant):
    path = house.run(lambda root: scenes.closed(root, account="scd"))
    house.run(
        lambda root: find(root, f"{scenes.PARIS}/campaigns").remove(path.rsplit("/", 1)[1]) and None
    )
    line = next(row for row in rows(accountant.get(SCD)) if "Message de Zoé Lefèvre" in row)
    assert "−" in line


def test_a_month_is_downloaded_with_senders_and_without_texts(house, accountant, histoire):
    house.run(lambda root: spend(root, "histoire") and None)
    answer = accountant.get(f"{histoire}?month=2025-11").click(href="statement.csv")
    lines = answer.body.decode("utf-8-sig").split("\r\n")
    titles = "Date;Nature;Référence;Émetteur;Personnes;SMS dépensés;Euros;SMS ajoutés;Motif"
    assert lines[0] == titles
    assert lines[1].endswith(";crédit;;Malik Roux;;;;500;dotation 2026")
    assert lines[2].endswith(";message;c;Zoé Lefèvre;;8;0,400;;")
    assert "Histoire 2025-11.csv" in answer.headers["Content-Disposition"]


def test_in_english_a_file_has_english_figures(house, accountant, histoire):
    house.run(lambda root: spend(root, "histoire") and None)
    accountant.get(f"{histoire}?lang=en")
    answer = accountant.get(f"{histoire}statement.csv?month=2025-11")
    assert b";8;0.400;;" in answer.body
    titles = answer.body.decode("utf-8-sig").splitlines()[0]
    assert titles == "Date;Kind;Reference;Sender;People;SMS spent;Euros;SMS added;Reason"


def test_who_may_not_see_an_account_downloads_nothing_of_it(house):
    house.person("zlefevre").get("/institutions/paris1/accounts/sport/statement.csv", status=403)


def test_a_long_month_has_pages_and_an_empty_account_says_so(house, accountant):
    def fill(root):
        account = find(root, f"{scenes.PARIS}/accounts/sport")
        for _ in range(60):
            billing.grant(someone(account, "admin"), account, 1, int(time.time()))
        find(root, f"{scenes.PARIS}/accounts").add("empty", Account("Nouveau"))

    house.run(fill)
    assert len(accountant.get(f"{ACCOUNT}?page=2").html.select("tbody tr")) == 11
    for page in ("", "x", "9" * 5000):
        assert len(accountant.get(f"{ACCOUNT}?page={page}").html.select("tbody tr")) == 50
    assert "ni crédit ni dépense" in accountant.get("/institutions/paris1/accounts/empty/")


@pytest.fixture
def read(monkeypatch):
    """The months that were read of ledgers."""
    found, stored = [], statements.statements.statement
    monkeypatch.setattr(
        statements.statements, "statement", lambda *asked: found.append(asked) or stored(*asked)
    )
    return found


def test_a_ledger_is_read_anew_where_something_was_entered_alone(house, accountant, read):
    for _ in range(3):
        accountant.get(f"{ACCOUNT}?page=2")
    assert len(read) == 1
    house.run(lambda root: spend(root, at=int(time.time())) and None)
    assert any("−8" in row for row in rows(accountant.get(ACCOUNT)))
    assert len(read) == 2


def test_each_month_and_each_account_has_its_own_lines(house, accountant, histoire):
    house.run(lambda root: spend(root, "histoire") and None)
    for _ in range(2):
        assert len(rows(accountant.get(f"{histoire}?month=2025-11"))) == 2
        assert rows(accountant.get(f"{histoire}?month=2025-12")) == []
        assert not any("Message de" in row for row in rows(accountant.get(ACCOUNT)))


def test_what_is_not_committed_is_read_each_time(read):
    account = ledger()
    billing.grant(someone(account, "admin"), account, 5, NOVEMBER)
    request = SimpleNamespace(registry=SimpleNamespace())
    for most in (1, 2):
        found = statements.statement(account, request, NOVEMBER, NOVEMBER + 9)
        assert len(found.lines) == len(read) / most == 1
    assert request.registry.__dict__ == {}


def test_old_months_do_not_pile_up(house, accountant, monkeypatch):
    monkeypatch.setattr(statements, "MOST_LINES", 0)
    for path in (ACCOUNT, SCD, ACCOUNT):
        accountant.get(path)
    assert len(house.registry.__dict__["statements"]) == 1
