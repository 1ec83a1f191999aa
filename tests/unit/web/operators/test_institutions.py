"""The institutions as operators see them: opened, looked at from outside, erased."""

import pytest
import scenes
from paris import OPERATOR as UID

from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.roles import OPERATOR
from unisms.model.root import Institution
from unisms.services.door import passwords

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
ALL = "/institutions/"


@pytest.fixture
def app(house):
    return house.operator()


def fill(form, **fields):
    given = {
        "title": "Université Lyon 2",
        "name": "lyon2",
        "person": "Ada Martin",
        "uid": "amartin",
    } | fields
    for name, value in given.items():
        form[name] = value
    return form


def opening(app, **fields):
    return fill(app.get(f"{ALL}new").forms[1], **fields)


def test_institutions_are_listed_by_title_with_figures_only(app):
    rows = [
        [cell.text.strip() for cell in row.select("td")]
        for row in app.get(ALL).html.select("tbody tr")
    ]
    assert rows == [
        ["Université de la Baie des Anges (démo) nice", "2", "12\u202f500", "0"],
        ["Université du Panthéon (démo) paris1", "3", "9\u202f222", "0"],
    ]


def test_what_waits_on_the_shared_connections_comes_first(house, app):
    def trouble(root):
        commun = root["brokers"]["commun"]
        commun.put_sender(SenderId("BU", "paris1", "requested", 5, "admin"))
        commun.trouble, commun.trouble_kind, commun.trouble_at = "no answer", "away", 1_700_000_000

    assert not app.get(ALL).html.select(".line")
    house.run(trouble)
    line = app.get(ALL).html.select_one(".line")
    assert "1 expéditeur à décider" in line.text
    assert "Rien ne part" in line.text
    app.get(line.a["href"])


def test_many_have_pages_and_a_search(house, app):
    def open_many(root):
        for number in range(80):
            root["institutions"].add(f"u{number:03}", Institution(f"École {number:03}"))

    house.run(open_many)
    page = app.get(ALL)
    assert len(page.html.select("tbody tr")) == 30
    assert "page 1 sur 3" in page
    assert len(app.get(f"{ALL}?page=3").html.select("tbody tr")) == 22
    assert len(app.get(f"{ALL}?page=x").html.select("tbody tr")) == 30
    found = app.get(ALL, {"search": "école 01"}).html.select("tbody tr")
    assert len(found) == 10
    assert len(app.get(f"{ALL}?search=PARIS1").html.select("tbody tr")) == 1
    assert "Aucun établissement ne correspond" in app.get(f"{ALL}?search=xyz")


def test_where_there_is_none_it_says_so(house, app):
    def close_all(root):
        for name in list(root["institutions"]):
            root["institutions"].remove(name)

    house.run(close_all)
    assert "Aucun établissement n’est encore inscrit" in app.get(ALL)


def test_one_is_opened_and_its_administrator_enters(house, app):
    page = opening(app).submit(status=200)
    password = page.html.select_one("#drawn").text
    assert "http://localhost/institutions/lyon2/" in page
    visitor = house.visitor()
    form = visitor.get("/institutions/lyon2/sign-in").form
    form["uid"], form["password"] = "amartin", password
    assert form.submit().location == "http://localhost/institutions/lyon2/"
    visitor.get("/institutions/lyon2/rights")
    app.get("/institutions/lyon2/", status=403)


def test_what_was_done_is_in_both_journals(house, app):
    opening(app).submit()

    def told(root):
        lyon = root["institutions"]["lyon2"]
        return [
            [(one.verb, one.by, one.path) for one in audit.waiting()]
            for audit in (root.audit, lyon.audit)
        ]

    verb, by = "institution.opened", f"operator:{UID}"
    assert house.run(told) == [[(verb, by, "/institutions")], [(verb, by, "/")]]
    line = " ".join(app.get("/audit").html.select_one("tbody").text.split())
    assert "adresse : lyon2" in line
    assert line.count("nom :") == 1


def test_its_rules_may_be_set_at_once(house, app):
    form = opening(
        app,
        time_zone="Indian/Reunion",
        language="en",
        accent="#117733",
        consent="said_yes",
        foreign_numbers="refuse",
        foreign_price="0,15",
        conditions="Vous recevrez des messages.",
        logo=("logo.png", PNG),
    )
    form.set("quiet_hours", "21:00", 0)
    form.set("quiet_hours", "07:30", 1)
    form.submit(status=200)

    def look(root):
        lyon = root["institutions"]["lyon2"]
        assert (lyon.time_zone, lyon.language, lyon.accent, lyon.consent) == (
            "Indian/Reunion",
            "en",
            "#117733",
            "said_yes",
        )
        assert (lyon.foreign_numbers, lyon.foreign_price, lyon.retention) == ("refuse", 150_000, 90)
        assert lyon.quiet_hours == (21 * 60, 7 * 60 + 30)
        assert (lyon.conditions.number, lyon.conditions.version(1).by) == (1, UID)
        assert (lyon.logo.kind, lyon.logo.content) == ("image/png", PNG)

    house.run(look)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "nice"}, "déjà pris"),
        ({"name": "Lyon 2"}, "une lettre d’abord"),
        ({"name": "about"}, "une lettre d’abord"),
        ({"name": ""}, "À remplir"),
        ({"title": ""}, "À remplir"),
        ({"person": ""}, "À remplir"),
        ({"uid": "ada martin"}, "Des lettres sans accent, des chiffres, points, tirets"),
        ({"accent": "bleu"}, "un dièse"),
        ({"foreign_price": "cher"}, "0,12"),
        ({"logo": ("logo.gif", b"GIF89a")}, "PNG, JPEG ou WebP"),
        ({"logo": ("logo.png", PNG + b"0" * 300_000)}, "trop lourde"),
    ],
)
def test_what_cannot_be_is_told_and_opens_nothing(house, app, fields, sentence):
    page = opening(app, **fields).submit(status=422)
    assert sentence in page
    assert page.forms[1]["title"].value == fields.get("title", "Université Lyon 2")
    assert house.run(lambda root: "lyon2" in root["institutions"]) is False


def test_what_is_wrong_in_the_folded_part_shows_it(app):
    page = opening(app, foreign_price="cher").submit(status=422)
    assert page.html.select_one("main details").has_attr("open")
    assert (
        not opening(app, title="")
        .submit(status=422)
        .html.select_one("main details")
        .has_attr("open")
    )


def test_from_outside_an_institution_has_figures_and_no_name(house, app):
    page = app.get(f"{ALL}about?name=paris1")
    figures = [figure.text for figure in page.html.select(".figure-value")]
    assert figures == ["204", "3", "9\u202f222", "0"]
    labels = [label.text.strip() for label in page.html.select(".figure-label")]
    assert labels == ["personnes", "comptes", "SMS restants", "message ce mois-ci"]
    assert "Vous ne voyez ni ses messages" in page
    for secret in ("Fontaine", "zlefevre", "06 39 98", "Histoire"):
        assert secret not in page
    house.run(lambda root: root["institutions"]["paris1"].grants.give(f"{OPERATOR}{UID}", "sender"))
    assert "Entrer dans ses pages" in app.get(f"{ALL}about?name=paris1")


@pytest.mark.parametrize("asked", ["?name=nowhere", "", "?name=../brokers"])
def test_of_what_is_not_there_nothing_is_told(app, asked):
    assert app.get(f"{ALL}about{asked}", status=404).html.select_one("main h1")
    for page in ("erase", "administrator-password"):
        app.post(
            f"{ALL}{page}{asked}",
            {"csrf_token": app.get(ALL).forms[0]["csrf_token"].value},
            status=404,
        )


def test_it_says_when_its_latest_message_left(house, app):
    facts = app.get(f"{ALL}about?name=paris1").html.select_one(".facts").text
    assert "aucun récemment" in facts
    house.run(lambda root: scenes.under_way(root))
    facts = app.get(f"{ALL}about?name=paris1").html.select_one(".facts").text
    assert "aucun récemment" not in facts


def renewing(app, uid, proof=scenes.PASSWORD, status=200):
    form = next(
        form for form in app.get(f"{ALL}about?name=paris1").forms.values() if "proof" in form.fields
    )
    form["uid"], form["proof"] = uid, proof
    return form.submit(status=status)


def test_an_administrator_who_lost_their_password_gets_another_one(house, app):
    admin = house.person("admin")
    page = renewing(app, "admin")
    shown = page.html.select_one("#drawn").text
    assert house.run(
        lambda root: passwords.verify(find(root, "/institutions/paris1"), "admin", shown)
    )
    admin.get("/institutions/paris1/settings", status=303)  # the old session is over
    assert shown not in app.get(f"{ALL}about?name=paris1")
    kept = house.run(
        lambda root: [_waiting(root.audit), _waiting(find(root, "/institutions/paris1").audit)]
    )
    assert kept == [
        [("password.given", f"operator:{UID}", "/institutions/paris1", '{"uid": "admin"}')],
        [("password.given", f"operator:{UID}", "/", '{"uid": "admin"}')],
    ]


def _waiting(audit):
    return [
        (one.verb, one.by, one.path, one.after)
        for one in audit.waiting()
        if one.verb != "session.begun"
    ]


@pytest.mark.parametrize(
    ("uid", "proof", "status", "field"),
    [
        ("admin", "not my password", 422, "proof"),
        ("zlefevre", scenes.PASSWORD, 422, "uid"),
        ("x", "", 422, "proof"),
    ],
)
def test_nobody_else_gets_one_and_nobody_else_gives_one(house, app, uid, proof, status, field):
    page = renewing(app, uid, proof, status)
    assert page.html.select_one(f"#{field}-error")
    assert not page.html.select("#drawn")
    assert house.run(lambda root: _waiting(find(root, "/institutions/paris1").audit)) == []


def test_who_has_tried_too_often_waits(house, app):
    for _ in range(30):
        page = renewing(app, "admin", "not my password", status="*")
        if page.status_int == 429:
            break
    assert "Retry-After" in page.headers
    assert "Trop de tentatives" in page


def erasing(app, typed, name="nice"):
    form = next(
        form for form in app.get(f"{ALL}about?name={name}").forms.values() if "again" in form.fields
    )
    form["again"] = typed
    return form


def test_one_is_erased_once_its_address_was_typed(house, app):
    form = erasing(app, "Nice")
    assert "Ce n’est pas son adresse" in form.submit(status=422)
    page = erasing(app, "nice").submit(status=303).follow()
    assert "Baie des Anges" in page.html.select_one(".notice").text
    assert len(page.html.select("tbody tr")) == 1
    house.worker.drain()
    app.get("/institutions/nice/sign-in", status=404)
    assert house.run(lambda root: [(one.verb, one.by) for one in root.audit.waiting()]) == [
        ("institution.erased", f"operator:{UID}")
    ]


def test_while_messages_leave_nothing_is_erased(house, app):
    house.run(lambda root: scenes.under_way(root))
    page = erasing(app, "paris1", "paris1").submit(status=409)
    assert "Des messages sont en train de partir" in page
    assert house.run(lambda root: "paris1" in root["institutions"])


def test_who_administers_one_sees_none_of_these_pages(house):
    admin = house.person("admin")
    token = admin.get("/institutions/paris1/campaigns/compose").forms["compose"]["csrf_token"].value
    for page in ("", "new", "about?name=paris1"):
        admin.get(f"{ALL}{page}", status=403)
    for page in ("new", "erase", "administrator-password"):
        admin.post(
            f"{ALL}{page}", {"csrf_token": token, "name": "nice", "again": "nice"}, status=403
        )


def test_the_password_that_was_shown_is_the_one_that_is_kept(house, app):
    shown = opening(app).submit().html.select_one("#drawn").text
    assert house.run(
        lambda root: passwords.verify(find(root, "/institutions/lyon2"), "amartin", shown)
    )
