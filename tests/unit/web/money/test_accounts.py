"""The accounts, their ledgers, and giving credit."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.money.service_account import service_account

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
        lambda root: (
            [
                find(root, f"{scenes.PARIS}/accounts").remove(n)
                for n in ("scd", "scolarite", "sport")
            ]
            and None
        )
    )
    assert "Aucun compte" in accountant.get("/institutions/paris1/accounts/")


@pytest.mark.parametrize(("typed", "left"), [("100", 112), ("1 10", 122), ("-12", 0), ("−2", 10)])
def test_credit_is_given_or_taken_back(house, accountant, typed, left):
    give(accountant, typed, status=303)
    assert available(house) == left


@pytest.mark.parametrize(("typed", "left"), [("100", 112), ("-12", 0)])
def test_a_second_click_gives_no_more_credit_and_takes_no_more_back(house, accountant, typed, left):
    form = next(
        form for form in accountant.get(ACCOUNT).forms.values() if form.action.endswith("/grant")
    )
    form["segments"] = typed
    for _ in range(2):
        form.submit(status=303)
    assert available(house) == left
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    assert [entry.verb for entry in entries] == ["account.credited"]
    give(accountant, "100", status=303)
    assert available(house) == left + 100


@pytest.mark.parametrize(
    "typed", ["", "many", "1.5", "0", "-13", "2000000", "--3", "٣", "9" * 5000]
)
def test_a_slip_changes_nothing_and_stays_in_the_field(house, accountant, typed):
    page = give(accountant, typed, status=422)
    assert page.html.select_one("#segments-error")
    assert page.html.select_one("#segments")["value"] == typed
    assert available(house) == 12


def settings(app, account=ACCOUNT):
    return next(
        form
        for form in app.get(f"{account}settings").forms.values()
        if form.action.endswith("/settings")
    )


def journal(house):
    return house.run(
        lambda root: [tuple(entry) for entry in find(root, scenes.PARIS).audit.waiting()]
    )


def test_an_account_may_give_its_messages_a_theme(house, accountant):
    def purpose(root):
        return find(root, ACCOUNT.rstrip("/")).purpose

    def form():
        return accountant.get(f"{ACCOUNT}settings").forms[1]

    assert "purpose" not in form().fields
    house.run(scenes.themes)
    for value, stored in (("theme/sport", ("theme", "sport")), ("", ())):
        changed = form()
        changed["purpose"] = value
        changed.submit(status=303)
        assert house.run(purpose) == stored


def test_an_account_is_opened_renamed_and_closed(house, accountant):
    form = next(
        f
        for f in accountant.get("/institutions/paris1/accounts/new").forms.values()
        if "title" in f.fields
    )
    form["title"] = "UFR 08  Histoire"
    account = form.submit(status=303).location.removeprefix("http://localhost")
    assert account == "/institutions/paris1/accounts/ufr-08-histoire/"
    form = settings(accountant, account)
    form["title"], form["closed"] = "UFR 08", True
    assert "Ce compte est fermé" in form.submit(status=303).follow()
    page = accountant.get("/institutions/paris1/accounts/")
    assert page.html.select(".line-main")[-1].text.split()[:3] == ["UFR", "08", "fermé"]
    assert [(by, verb, path) for _, by, verb, path, *_ in journal(house)] == [
        ("mcomptes", "account.opened", "/accounts/ufr-08-histoire"),
        ("mcomptes", "account.changed", "/accounts/ufr-08-histoire"),
    ]
    assert "Changé par Malik Roux" in accountant.get(f"{account}settings")


def test_an_account_without_a_name_is_not_opened(accountant):
    form = next(
        f
        for f in accountant.get("/institutions/paris1/accounts/new").forms.values()
        if "title" in f.fields
    )
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


def rows(page):
    return [" ".join(row.text.split()) for row in page.html.select("tbody tr")]


def test_what_was_added_is_told_with_what_there_is_now(house, accountant):
    give(accountant, "100")
    assert "100 SMS ajoutés\u202f: 12 → 112" in accountant.get(ACCOUNT)
    assert "ajoutés" not in accountant.get(ACCOUNT).html.select_one("main").text
    assert "12 SMS retirés\u202f: 112 → 100" in give(accountant, "-12").follow()


@pytest.mark.parametrize(("typed", "asked"), [("119", False), ("120", True), ("50 000", True)])
def test_ten_times_the_largest_credit_is_asked_about_once(house, accountant, typed, asked):
    answer = give(accountant, typed)
    assert ("Est-ce bien le nombre voulu" in answer) is asked
    assert available(house) == (12 if asked else 12 + int(typed))
    if not asked:
        return
    form = next(form for form in answer.forms.values() if "sure" in form.fields)
    for _ in range(2):
        form.submit(status=303)
    assert available(house) == 12 + int(typed.replace(" ", ""))


def test_a_slip_is_corrected_where_it_is_asked_about(house, accountant):
    answer = give(accountant, "50000")
    form = next(
        form
        for form in answer.forms.values()
        if form.action.endswith("/grant") and "sure" not in form.fields
    )
    assert form["segments"].value == "50000"
    assert len(answer.html.select("main .button.primary")) == 1
    form["segments"] = "50"
    form.submit(status=303)
    assert available(house) == 62


def test_a_yes_to_another_number_is_none(house, accountant):
    form = next(form for form in give(accountant, "50000").forms.values() if "sure" in form.fields)
    form["segments"] = "60000"
    assert "Est-ce bien le nombre voulu" in form.submit()
    assert available(house) == 12


def test_the_reason_of_a_credit_stands_in_the_statement_and_in_the_journal(house, accountant):
    form = next(
        form for form in accountant.get(ACCOUNT).forms.values() if form.action.endswith("/grant")
    )
    form["segments"], form["note"] = "100", "  dotation   2027"
    assert any("· dotation 2027" in row for row in rows(form.submit(status=303).follow()))
    assert '"note": "dotation 2027"' in journal(house)[0][-1]


def test_the_account_of_the_service_says_what_it_pays_and_lacks_no_credit(house, accountant):
    def spend(root):
        account = service_account(find(root, scenes.PARIS), 1_790_000_000)
        account.balance.available = -5
        return account.__name__

    name = house.run(spend)
    page = accountant.get(f"/institutions/paris1/accounts/{name}/").html.select_one("main").text
    assert "codes, confirmations de STOP" in page
    home = accountant.get(f"{scenes.PARIS}/").html.select_one("main")
    assert not home.select(f"a[href*='/accounts/{name}/']")
