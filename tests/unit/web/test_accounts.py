"""The accounts, their ledgers, and giving credit."""

import pytest
import scenes

from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.services import billing

ACCOUNT = "/institutions/paris1/accounts/sport/"


@pytest.fixture
def accountant(house):
    return house.person("mcomptes")


def give(app, segments, **options):
    form = next(form for form in app.get(ACCOUNT).forms.values() if form.action.endswith("/grant"))
    form["segments"] = segments
    return form.submit(**options)


def available(house):
    return house.run(lambda root: find(root, ACCOUNT.rstrip("/")).available)


def test_the_accounts_and_what_is_left(accountant):
    page = accountant.get("/institutions/paris1/accounts/")
    assert [line.text for line in page.html.select(".line-title")] == [
        "Bibliothèques (SCD)",
        "Scolarité UFR 09",
        "Sport et culture",
    ]
    assert "reste 12 SMS" in page


def test_no_account_says_so(house, accountant):
    house.run(
        lambda root: [find(root, f"{scenes.PARIS}/accounts").remove(n) for n in ("scd", "scolarite", "sport")] and None
    )
    assert "Aucun compte" in accountant.get("/institutions/paris1/accounts/")


@pytest.mark.parametrize(("typed", "left"), [("100", 112), ("1 000", 1012), ("-12", 0), ("−2", 10)])
def test_credit_is_given_or_taken_back(house, accountant, typed, left):
    give(accountant, typed, status=303)
    assert available(house) == left


@pytest.mark.parametrize(("typed", "left"), [("100", 112), ("-12", 0)])
def test_a_second_click_gives_no_more_credit_and_takes_no_more_back(house, accountant, typed, left):
    form = next(form for form in accountant.get(ACCOUNT).forms.values() if form.action.endswith("/grant"))
    form["segments"] = typed
    for _ in range(2):
        form.submit(status=303)
    assert available(house) == left
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    assert [entry.verb for entry in entries] == ["account.credited"]
    give(accountant, "100", status=303)
    assert available(house) == left + 100


@pytest.mark.parametrize("typed", ["", "many", "1.5", "0", "-13", "2000000", "--3", "٣", "9" * 5000])
def test_a_slip_changes_nothing_and_stays_in_the_field(house, accountant, typed):
    page = give(accountant, typed, status=422)
    assert page.html.select_one("#segments-error")
    assert page.html.select_one("#segments")["value"] == typed
    assert available(house) == 12


def settings(app, account=ACCOUNT):
    return next(form for form in app.get(f"{account}settings").forms.values() if form.action.endswith("/settings"))


def journal(house):
    return house.run(lambda root: [tuple(entry) for entry in find(root, scenes.PARIS).audit.waiting()])


def test_an_account_is_opened_renamed_and_closed(house, accountant):
    form = next(f for f in accountant.get("/institutions/paris1/accounts/new").forms.values() if "title" in f.fields)
    form["title"] = "UFR 08  Histoire"
    account = form.submit(status=303).location.removeprefix("http://localhost")
    assert account == "/institutions/paris1/accounts/ufr-08-histoire/"
    form = settings(accountant, account)
    form["title"], form["closed"] = "UFR 08", True
    assert "Ce compte est fermé" in form.submit(status=303).follow()
    page = accountant.get("/institutions/paris1/accounts/")
    assert page.html.select(".line-main")[-1].text.split() == ["UFR", "08", "fermé"]
    assert [(by, verb, path) for _, by, verb, path, *_ in journal(house)] == [
        ("mcomptes", "account.opened", "/accounts/ufr-08-histoire"),
        ("mcomptes", "account.changed", "/accounts/ufr-08-histoire"),
    ]
    assert "Changé par Malik Roux" in accountant.get(f"{account}settings")


def test_an_account_without_a_name_is_not_opened(accountant):
    form = next(f for f in accountant.get("/institutions/paris1/accounts/new").forms.values() if "title" in f.fields)
    form["title"] = "  "
    assert form.submit(status=422).html.select_one("#title-error")


def test_two_who_change_an_account_at_once_see_each_other(house, accountant):
    first, second = settings(accountant), settings(house.person("admin"))
    first["title"] = "Sports"
    first.submit(status=303)
    second["closed"] = True
    told = second.submit(status=409)
    assert "maintenant « Sports »" in told.text.replace("\u202f", " ")
    assert house.run(lambda root: find(root, ACCOUNT.rstrip("/")).closed) is False


def test_who_may_only_look_gives_nothing(house):
    page = house.person("abenali").get(ACCOUNT)
    assert not page.html.select("form[action$='/grant']")


def test_a_message_that_spent_less_than_was_set_aside_gave_the_rest_back(house, accountant):
    def spend(root):
        account = find(root, ACCOUNT.rstrip("/"))
        billing.reserve(account, "c", 10, 500, "mcomptes", 1)
        billing.settle(account, "c", 8, 400, 2)

    house.run(spend)
    page = accountant.get(ACCOUNT)
    assert "Rendu à la fin" in page
    assert "rien à rendre" not in page


def test_the_ledger_tells_what_each_message_cost(house, accountant):
    house.run(lambda root: scenes.closed(root, account="scd"))
    page = accountant.get("/institutions/paris1/accounts/scd/")
    kinds = [row.select("td")[1].text.split(" · ")[0].strip() for row in page.html.select("tbody tr")]
    assert sorted(kinds) == ["Clos\u202f: rien à rendre", "Crédit donné", "Réservé"]
    assert "Cours déplacé" not in page  # an accountant does not read messages
    assert "Cours déplacé" in house.person("admin").get("/institutions/paris1/accounts/scd/")


def test_a_message_that_is_gone_keeps_its_name_there(house, accountant):
    path = house.run(lambda root: scenes.closed(root, account="scd"))
    name = path.rsplit("/", 1)[1]
    house.run(lambda root: find(root, f"{scenes.PARIS}/campaigns").remove(name) and None)
    assert name in accountant.get("/institutions/paris1/accounts/scd/")


def test_a_long_ledger_has_pages_and_an_empty_one_says_so(house, accountant):
    def fill(root):
        account = find(root, f"{scenes.PARIS}/accounts/sport")
        for at in range(40):
            billing.grant(account, 1, "admin", at)
        find(root, f"{scenes.PARIS}/accounts").add("empty", Account("Nouveau"))

    house.run(fill)
    assert len(accountant.get(f"{ACCOUNT}?page=2").html.select("tbody tr")) == 11
    for page in ("", "x", "9" * 5000):
        assert len(accountant.get(f"{ACCOUNT}?page={page}").html.select("tbody tr")) == 30
    assert "ni crédit ni dépense" in accountant.get("/institutions/paris1/accounts/empty/")
